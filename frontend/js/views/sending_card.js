/** A file that is being sent from here, by bytes; where that failed, why, and another try. */

import { fill, h, keepFocus, setText } from "../dom.js";
import { icon } from "../icons.js";
import { seen } from "../unseen.js";
import { size } from "../words.js";
import { progressBar, showPercentage } from "./bar.js";

/** `{element, update(sending)}`. */
export function sendingCard({ uploads }, { key }) {
  const words = h("p", { class: "card-words", role: "status" });
  const bar = progressBar();
  const name = h("bdi");
  const pill = h("span", { class: "pill" });
  const actions = h("div", { class: "card-actions" });
  const element = h(
    "li",
    { class: "card" },
    h("div", { class: "card-head" }, h("h3", { class: "card-name" }, name), pill),
    bar,
    words,
    actions,
  );
  const update = (sending) => {
    const { fileName, fileSize, sent, error } = sending;
    setText(name, seen(fileName));
    setText(pill, error ? "Not sent" : "Sending");
    pill.dataset.status = error ? "failed" : "uploading";
    showPercentage(bar, Math.floor((100 * sent) / fileSize), !error);
    setText(words, error ?? `${size(sent)} of ${size(fileSize)} sent`);
    words.classList.toggle("error", Boolean(error));
    keepFocus(actions, () => fill(actions, error ? afterwards(uploads, key, sending) : stop(sending)));
  };
  return { element, update };
}

function stop(sending) {
  return button("stop", "Stop sending", () => sending.abort());
}

function afterwards(uploads, key, sending) {
  const again = () => {
    uploads.forget(key);
    sending.again();
  };
  return [button("again", [icon("retry"), "Send again"], again), button("stop", "Dismiss", () => uploads.forget(key))];
}

function button(key, words, onclick) {
  return h("button", { type: "button", class: "button small", "data-key": key, onclick }, words);
}
