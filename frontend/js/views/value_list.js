/** The values of a column with how many leads have each, the commonest first, to tick those that are wanted. */

import { askable, filterParameters } from "../address.js";
import { isAbandoned } from "../api.js";
import { fill, h, setText } from "../dom.js";
import { oneOfValue } from "../filter_texts.js";
import { count, number } from "../words.js";

const PAUSE_MS = 250;
const MOST_LISTED = 50;
const MOST_CHARACTERS = 2000; // after the sign of a filter
const NO_ROOM = "No more can be asked for at once.";

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
  /** Ticks a value or not, where the filter has room for it; returns whether it is ticked then. */
  const tick = (text, isWanted) => {
    ticked[isWanted ? "add" : "delete"](text);
    const hasRoom = oneOfValue([...ticked]).length <= MOST_CHARACTERS + 1;
    if (isWanted && !hasRoom) ticked.delete(text);
    if (!hasRoom) setText(state, NO_ROOM);
    return ticked.has(text);
  };
  let isRead = false;
  const read = async () => {
    isRead = true;
    setText(state, "Reading the values …");
    try {
      const { values, groups } = await reader(search.value.trim());
      fill(list, items(values, ticked, search.value.trim(), tick));
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
function items(values, ticked, contains, tick) {
  const found = new Set(values.map(({ text }) => text));
  const chosen = [...ticked].filter((text) => !found.has(text) && !contains).map((text) => ({ text }));
  const isTicked = ({ text }) => ticked.has(text);
  const inOrder = [...chosen, ...values.filter(isTicked), ...values.filter((value) => !isTicked(value))];
  return inOrder.map((value) => item(value, ticked.has(value.text), tick));
}

function item({ text, leads }, isTicked, tick) {
  const toggle = ({ target }) => {
    target.checked = tick(text, target.checked);
  };
  return h(
    "label",
    { class: "menu-item" },
    h("input", { type: "checkbox", checked: isTicked, onchange: toggle }),
    h("span", { class: "flex-1 truncate", title: text }, text),
    leads !== undefined && h("span", { class: "note" }, number(leads), h("span", { class: "sr-only" }, " leads")),
  );
}

/** Of few values, those that are not listed are what no filter takes. */
export function stateWords(shown, groups) {
  if (!groups) return "No value matches.";
  if (groups > MOST_LISTED) return `The commonest ${number(shown)} of ${number(groups)} values.`;
  const others = groups - shown;
  return others ? `${count(shown, "value")}, and ${number(others)} that cannot be asked for.` : count(groups, "value");
}
