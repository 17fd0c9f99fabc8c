/** A list of columns to choose one from, searched, because lists may have brought hundreds. */

import { fill, h, setText } from "../dom.js";
import { count } from "../words.js";

const MOST = 100;

/** Those whose label or spelling contains a text; case and accents do not count. */
export function columnsFound(columns, text) {
  const wanted = folded(text);
  return columns.filter(({ label, spellings = [] }) =>
    [label, ...spellings].some((one) => folded(one).includes(wanted)),
  );
}

function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** `item(column)` is what stands for one; `above` stands over the list as long as nothing is searched. */
export function columnPicker(columns, label, item, above = []) {
  const search = h("input", {
    class: "input",
    type: "search",
    maxlength: "100",
    placeholder: "Search the columns",
    "aria-label": "Search the columns",
    autocomplete: "off",
  });
  const list = h("div", { class: "scrolls", role: "group", "aria-label": label });
  const state = h("p", { class: "menu-note", role: "status" });
  const show = () => {
    const found = columnsFound(columns, search.value);
    fill(list, !search.value && above, found.slice(0, MOST).map(item));
    setText(state, stateWords(found.length, search.value));
  };
  search.addEventListener("input", show);
  show();
  return h("div", { class: "menu" }, search, list, state);
}

function stateWords(found, text) {
  if (!found) return "No column is called so.";
  if (found > MOST) return `${MOST} of ${count(found, "column")}: search for the others.`;
  return text ? count(found, "column") : "";
}

/** The name of a column in a list of them, and how many leads have it where it is one of lists; the whole name on pointing. */
export function columnWords({ label, leads }) {
  return [
    h("span", { class: "flex-1 truncate", title: label }, label),
    leads !== undefined && h("span", { class: "note" }, count(leads, "lead")),
  ];
}
