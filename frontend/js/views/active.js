/** Under the drop zone: a slim line for each import under way, so that nobody has to look for it. */

import { fill, h, setText } from "../dom.js";
import { seen } from "../unseen.js";
import { size, stage, timeLeft } from "../words.js";

export function active({ address, uploads }) {
  const element = h("ul", { class: "active", "aria-label": "Imports under way" });
  const lines = new Map();
  const show = () => {
    const wanted = [...uploads.sending.map(ofSending), ...uploads.active.map(ofUpload)];
    const elements = wanted.map((one) => {
      const made = lines.get(one.key) ?? line(address);
      lines.set(one.key, made);
      made.update(one);
      return made.element;
    });
    if (elements.length !== element.children.length || elements.some((one, at) => element.children[at] !== one))
      fill(element, elements);
    element.hidden = !elements.length;
  };
  uploads.addEventListener("change", show);
  show();
  return element;
}

function ofSending({ key, fileName, fileSize, sent, error }) {
  return {
    key,
    fileName,
    percentage: (100 * sent) / fileSize,
    words: error ?? `Sending, ${size(sent)} of ${size(fileSize)}`,
  };
}

function ofUpload({ uploadId, fileName, stage: at, progress: { percentage }, estimatedCompletion }) {
  const left = timeLeft(estimatedCompletion);
  return { key: uploadId, fileName, percentage, words: [stage(at), `${percentage}%`, left].filter(Boolean).join(", ") };
}

function line(address) {
  const name = h("bdi", { class: "active-name" });
  const words = h("span", { class: "active-words" });
  const fillBar = h("div", { class: "bar-fill" });
  const open = () => address.go({ panel: "imports", lead: "" });
  const element = h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "active-line", onclick: open },
      name,
      words,
      h("span", { class: "bar", "aria-hidden": "true" }, fillBar),
    ),
  );
  const update = ({ fileName, percentage, words: said }) => {
    setText(name, seen(fileName));
    setText(words, said);
    fillBar.style.width = `${percentage}%`;
  };
  return { element, update };
}
