/** Small panels that open beside their button, close on Escape or a click elsewhere, and give the focus back. */

import { fill, h, newId } from "../dom.js";

const GAP = 6;

/**
 * Makes a button open a panel, whose content `build(close)` makes anew each time. Returns the two, side by side.
 */
export function withPopover(button, build, label) {
  const id = newId("popover");
  const panel = h("div", { popover: "auto", id, class: "popover", role: "dialog", "aria-label": label });
  button.setAttribute("popovertarget", id);
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-expanded", "false");
  const close = () => panel.hidePopover();
  panel.addEventListener("beforetoggle", ({ newState }) => {
    if (newState === "open") fill(panel, build(close));
  });
  panel.addEventListener("toggle", ({ newState }) => {
    button.setAttribute("aria-expanded", String(newState === "open"));
    if (newState !== "open") return;
    place(panel, button.getBoundingClientRect());
    (
      panel.querySelector("[data-focus]") ?? panel.querySelector(":is(input, select, button, a):not(:disabled)")
    )?.focus();
  });
  return [button, panel];
}

/** Makes a change that would take away what is open inside of an element: at once, or when that has been closed. */
export function whenClosed(element, change) {
  const open = element.querySelector(":popover-open");
  if (!open) change();
  else open.addEventListener("toggle", () => whenClosed(element, change), { once: true });
}

/** Below the button, or above it where there is more room; always within the window. */
function place(panel, { left, right, top, bottom }) {
  const { offsetWidth: width, offsetHeight: height } = panel;
  const isRight = left + width > innerWidth - GAP;
  const x = isRight ? Math.max(GAP, Math.min(right, innerWidth - GAP) - width) : left;
  const isBelow = bottom + GAP + height <= innerHeight || top < innerHeight - bottom;
  const y = isBelow ? bottom + GAP : Math.max(GAP, top - GAP - height);
  const room = (isBelow ? innerHeight - y : top - GAP) - GAP;
  const [x0, y0, most] = [x, y, room].map((pixels) => `${Math.round(pixels)}px`);
  Object.assign(panel.style, { left: x0, top: y0, maxHeight: most });
}
