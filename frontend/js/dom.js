/** Elements without markup: text only ever becomes text, so that no value of a lead can become part of the page. */

/**
 * An element. Properties that begin with "on" are listeners, `true` and `false` are attributes that are there or not,
 * null and undefined are left out; children are elements, texts, and lists of them.
 */
export function h(tag, properties = {}, ...children) {
  return filled(document.createElement(tag), properties, children);
}

/** The same for SVG. */
export function svg(tag, properties = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

function filled(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "disabled") element[name] = value;
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...present(children));
  return element;
}

/** Puts children in the place of those that an element has. */
export function fill(element, ...children) {
  element.replaceChildren(...present(children));
  return element;
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Changes a text only when it differs, so that a screen reader is not told the same again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

let numbers = 0;

/** An id that no other element of the page has. */
export function newId(name) {
  return `${name}-${++numbers}`;
}

/** Whether the user is typing into something. */
export function isTyping(target) {
  return target instanceof Element && Boolean(target.closest("input, textarea, select, [contenteditable]"));
}

/** What has the focus inside an element has it again after a change, found by its `data-key`. */
export function keepFocus(element, change) {
  const key = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  change();
  if (key) element.querySelector(`[data-key="${CSS.escape(key)}"]:not([disabled])`)?.focus({ preventScroll: true });
}
