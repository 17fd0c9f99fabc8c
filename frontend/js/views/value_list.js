/** The values of a column with how many leads have each, the commonest first, to tick those that are wanted. */

import { askable, filterParameters } from "../address.js";
import { isAbandoned } from "../api.js";
import { fill, h, setText } from "../dom.js";
import { count, number } from "../words.js";

const PAUSE_MS = 250;

/** Whether a column's values can be listed. */
export function hasValues(column) {
  return column.name === "company" || column.key !== undefined;
}

/** `{element, show(isShown), ticked()}`; the values are read when they are shown first. */
export function valueList(column, page, chosen) {
  const ticked = new Set(chosen);
  const state = h("p", { class: "note", role: "status" });
  const list = h("div", { class: "values-list", role: "group", "aria-label": `Values of ${column.label}` });
  const search = h("input", {
    class: "input",
    type: "search",
    maxlength: "200",
    placeholder: "Search the values",
    "aria-label": `Search the values of ${column.label}`,
    autocomplete: "off",
  });
  const element = h("div", { class: "values-of", hidden: true }, search, list, state);
  const reader = valuesReader(column, page);
  let isRead = false;
  const read = async () => {
    isRead = true;
    setText(state, "Reading the values …");
    try {
      const { values, groups } = await reader(search.value.trim());
      fill(list, items(values, ticked, search.value.trim()));
      setText(state, stateWords(values.length, groups));
    } catch (error) {
      if (!isAbandoned(error)) setText(state, error.message);
    }
  };
  let timer;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(read, PAUSE_MS);
  });
  // Enter would apply the filter before what was searched is there.
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    clearTimeout(timer);
    read();
  });
  const show = (isShown) => {
    element.hidden = !isShown;
    if (isShown && !isRead) read();
  };
  return { element, show, ticked: () => [...ticked] };
}

/** Reads the values that contain a text, of the leads that all the other filters leave. */
function valuesReader(column, { api, address, columns }) {
  let abandon = new AbortController();
  return (contains) => {
    abandon.abort();
    abandon = new AbortController();
    const { q, filters, match } = askable(address.view, columns);
    const { [column.filter]: _own, ...others } = filters;
    const narrowed = filterParameters({ filters: others, match });
    const parameters = { of: column.name, ...(contains ? { contains } : {}), ...(q ? { q } : {}), ...narrowed };
    return api.get("/values", parameters, abandon.signal);
  };
}

/** What is ticked stands first, also where the search does not find it. */
function items(values, ticked, contains) {
  const found = new Set(values.map(({ text }) => text));
  const chosen = [...ticked].filter((text) => !found.has(text) && !contains).map((text) => ({ text }));
  const isTicked = ({ text }) => ticked.has(text);
  const inOrder = [...chosen, ...values.filter(isTicked), ...values.filter((value) => !isTicked(value))];
  return inOrder.map((value) => item(value, ticked));
}

function item({ text, leads }, ticked) {
  const toggle = ({ target }) => ticked[target.checked ? "add" : "delete"](text);
  return h(
    "label",
    { class: "menu-item" },
    h("input", { type: "checkbox", checked: ticked.has(text), onchange: toggle }),
    h("span", { class: "flex-1 truncate", title: text }, text),
    leads !== undefined && h("span", { class: "note" }, number(leads), h("span", { class: "sr-only" }, " leads")),
  );
}

function stateWords(shown, groups) {
  if (!groups) return "No value matches.";
  return groups > shown ? `The commonest ${number(shown)} of ${number(groups)} values.` : count(groups, "value");
}
