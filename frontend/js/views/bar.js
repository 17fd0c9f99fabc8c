/** How far something is, as a bar. */

import { h } from "../dom.js";

export function progressBar() {
  return h(
    "div",
    { class: "bar", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100", "aria-label": "Progress" },
    h("div", { class: "bar-fill" }),
  );
}

export function showPercentage(bar, percentage, isShown) {
  bar.hidden = !isShown;
  bar.setAttribute("aria-valuenow", String(percentage));
  bar.firstChild.style.width = `${percentage}%`;
}
