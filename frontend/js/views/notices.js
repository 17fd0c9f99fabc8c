/** Short messages that come and go, and the banners that stay while the API is away or busy. */

import { fill, h } from "../dom.js";
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

const BUSY = "EasyCRM is busy. What you see stays and you can go on; it is asked again by itself.";
const AWAY = "EasyCRM cannot be reached. What you see may be out of date; trying again by itself.";
const AGAIN_MS = 10_000;

/** Says that the API is away, or busy, until its next `answer`; after a call was given up it asks again by itself. */
export function banners(api, again) {
  const away = banner("alert", AWAY, again);
  const busy = banner("status", BUSY, again);
  let isGivenUp = false;
  let timer;
  const showBusy = () => busy.show(api.isBusy || isGivenUp);
  api.addEventListener("busy", showBusy);
  api.addEventListener("outage", ({ detail }) => {
    isGivenUp = detail.isBusy;
    away.show(!isGivenUp);
    showBusy();
    clearTimeout(timer);
    timer = setTimeout(() => whenSeen(again), AGAIN_MS);
  });
  api.addEventListener("answer", () => {
    clearTimeout(timer);
    isGivenUp = false;
    away.show(false);
    showBusy();
  });
  return [away.element, busy.element];
}

/** Nobody is asked for a page that nobody looks at. */
function whenSeen(call) {
  if (document.hidden) document.addEventListener("visibilitychange", () => whenSeen(call), { once: true });
  else call();
}

/** The element is there before its words are, so that screen readers say them when they come. */
function banner(role, words, again) {
  const element = h("div", { class: "banner", role, hidden: true });
  const retry = h("button", { type: "button", class: "button small", onclick: again }, icon("retry"), "Try again");
  const show = (isShown) => {
    if (isShown === !element.hidden) return;
    element.hidden = !isShown;
    fill(element, isShown && [icon("alert"), h("p", {}, words), retry]);
  };
  return { element, show };
}
