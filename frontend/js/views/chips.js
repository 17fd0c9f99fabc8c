/** What narrows the leads down: a chip for the search and for each filter, each of which can be changed and taken away. */

import { fill, h } from "../dom.js";
import { oneOfTexts, parseFilter } from "../filter_texts.js";
import { icon } from "../icons.js";
import { own } from "../own.js";
import { seenInText } from "../unseen.js";
import { flag } from "../words.js";
import { ANY_MARK, columnFilter } from "./filters.js";
import { whenClosed, withPopover } from "./popover.js";

const MOST_NAMED = 3;
const VERBS = {
  contains: "contains",
  equals: "is",
  not: "is not",
  begins: "begins with",
  empty: "is empty",
  filled: "is not empty",
  above: "above",
  below: "below",
};
const DATE_VERBS = { above: "after", below: "before" };

export function chips(page) {
  const { address, columns, uploads } = page;
  const list = h("ul", { class: "chips", "aria-label": "What narrows the leads down" });
  const show = () => {
    const { q, filters } = address.view;
    const named = Object.keys(filters).map((name) => filterChip(name, page));
    const all = [q && searchChip(q, address), named.length > 1 && matchChoice(address), ...named].filter(Boolean);
    const clear = () => address.go({ q: "", filters: {}, match: "all" });
    fill(
      list,
      all,
      all.length > 1 &&
        h("li", {}, h("button", { type: "button", class: "button ghost small", onclick: clear }, "Clear all")),
    );
    list.hidden = !all.length;
  };
  address.addEventListener("change", ({ detail: { view, before } }) => {
    if (["q", "filters", "match"].some((name) => view[name] !== before[name])) show();
  });
  columns.addEventListener("change", () => whenClosed(list, show));
  uploads.addEventListener(
    "change",
    () => ["uploadId", "createdIn"].some((name) => name in address.view.filters) && show(),
  );
  show();
  return list;
}

function searchChip(q, address) {
  return h(
    "li",
    { class: "chip" },
    h("span", { class: "chip-words" }, `“${q}”`),
    remove("search", () => address.go({ q: "" })),
  );
}

/** Whether all of the filters must hold, or any of them will do; the search holds either way. */
function matchChoice(address) {
  const option = (value, words) => h("option", { value, selected: value === address.view.match }, words);
  const choose = ({ target }) => address.go({ match: target.value });
  return h(
    "li",
    {},
    h(
      "select",
      { class: "input match", "aria-label": "How many of the filters must hold", onchange: choose },
      option("all", "All of"),
      option("any", "Any of"),
    ),
  );
}

function filterChip(name, page) {
  const { address, columns, uploads } = page;
  const column = columns.named(name);
  const value = address.view.filters[name];
  const isIncomparable = columns.isIncomparable(name, value);
  const words = chipWords(isIncomparable ? { ...column, type: "number" } : column, value, uploads);
  const edit = h("button", { type: "button", class: "chip-words" }, words);
  return h(
    "li",
    { class: "chip" },
    isIncomparable || columns.isGone(name)
      ? h("s", { class: "chip-words" }, words)
      : withPopover(edit, (close) => columnFilter({ ...column, filter: name }, page, close), `Filter ${column.label}`),
    remove(words, () => address.filter(name, "")),
  );
}

/** The focus goes to the next chip, or to the leads. */
function remove(what, takeAway) {
  const onclick = ({ currentTarget }) => {
    const list = currentTarget.closest(".chips");
    takeAway();
    (list.querySelector(".chip-remove") ?? document.querySelector(".table-scroll:not([hidden])"))?.focus();
  };
  return h(
    "button",
    { type: "button", class: "chip-remove", "aria-label": `Remove filter: ${what}`, onclick },
    icon("close"),
  );
}

/** "Company contains acme". */
export function chipWords(column, value, uploads = { all: [] }) {
  const { sense, text } = parseFilter(column, value);
  if (column.isYesNo) return value === "*" ? "Has possible duplicates" : "No possible duplicates";
  if (column.name === "flags") return `To check: ${(own(ANY_MARK, value) ?? flag(text)).toLowerCase()}`;
  if (sense === "between") return `${column.label} ${betweenWords(text)}`;
  if (sense === "oneOf") return `${column.label} is ${alternatives(oneOfTexts(text))}`;
  const upload = uploads.all.find(({ uploadId }) => uploadId === text);
  const shown = upload ? seenInText(upload.fileName) : text;
  const verb = (column.isDate && DATE_VERBS[sense]) || VERBS[sense];
  return [column.label, verb, shown].filter(Boolean).join(" ");
}

function betweenWords(text) {
  const [from, until] = text.split("..");
  if (!until) return `from ${from}`;
  return from ? `from ${from} until ${until}` : `until ${until}`;
}

/** "Germany, France or Italy"; of many only the first are named. */
function alternatives(texts) {
  const rest = texts.length - MOST_NAMED;
  const named = rest > 0 ? [...texts.slice(0, MOST_NAMED), `${rest} more`] : texts;
  return named.length > 1 ? `${named.slice(0, -1).join(", ")} or ${named.at(-1)}` : (named[0] ?? "");
}
