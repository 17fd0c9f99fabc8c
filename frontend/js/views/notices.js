/** Short messages that come and go, and the banner that stays while the API is away. */

import { h } from "../dom.js";
import { icon } from "../icons.js";

const SECONDS = { good: 6, bad: 15 };

/** `{element, say(text, kind)}`; kind is good or bad. */
export function notices() {
  const element = h("div", { class: "notices", role: "status", "aria-live": "polite" });
  const say = (text, kind = "good") => {
    const close = () => notice.remove();
    const notice = h(
      "div",
      { class: "notice", "data-kind": kind },
      icon(kind === "bad" ? "alert" : "done"),
      h("p", {}, text),
      h(
        "button",
        { type: "button", class: "button ghost icon-only", "aria-label": "Dismiss", onclick: close },
        icon("close"),
      ),
    );
    element.append(notice);
    setTimeout(close, SECONDS[kind] * 1000);
  };
  return { element, say };
}

/** Shown from an `outage` of the API until its next `answer`; asks again by itself. */
export function banner(api, again) {
  const element = h("div", { class: "banner", role: "alert", hidden: true });
  const retry = h("button", { type: "button", class: "button small", onclick: again }, icon("retry"), "Try again");
  let timer;
  api.addEventListener("outage", () => {
    if (element.hidden)
      element.append(
        icon("alert"),
        h("p", {}, "EasyCRM cannot be reached. What you see may be out of date; trying again by itself."),
        retry,
      );
    element.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(again, 10_000);
  });
  api.addEventListener("answer", () => {
    clearTimeout(timer);
    element.hidden = true;
    element.replaceChildren();
  });
  return element;
}
