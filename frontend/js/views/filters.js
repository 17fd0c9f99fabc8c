/** Filters: one for each column, opened from its header, and the chips that say which are on. */

import { COLUMNS, filterValue, parseFilter } from "../columns.js";
import { fill, h, newId } from "../dom.js";
import { icon } from "../icons.js";
import { seenInText } from "../unseen.js";
import { flag, MARKS } from "../words.js";
import { withPopover } from "./popover.js";

const YES_NO = { "*": "There are some", "!": "There are none" };
const ANY_MARK = { "*": "Any mark", "!": "No mark" };
const SENSES = { contains: "contains", equals: "is exactly", empty: "is empty", filled: "is not empty" };

/** The form of one column's filter; `close` is called when it has been set. */
export function columnFilter(column, address, close) {
  if (column.isYesNo) return choiceFilter(column, YES_NO, address, close);
  if (column.name === "flags") return choiceFilter(column, markChoices(), address, close);
  return textFilter(column, address, close);
}

function markChoices() {
  return { ...ANY_MARK, ...Object.fromEntries(MARKS.map((code) => [code, flag(code)])) };
}

/** A menu instead of a form, where there are few things to ask for. */
function choiceFilter(column, choices, address, close) {
  const set = (value) => {
    close();
    address.filter(column.filter, value);
  };
  const chosen = address.view.filters[column.filter] ?? "";
  const item = ([value, words]) =>
    h(
      "button",
      { type: "button", class: "menu-item", "aria-pressed": String(value === chosen), onclick: () => set(value) },
      h("span", { class: "flex-1" }, words),
      value === chosen && icon("done"),
    );
  return h(
    "div",
    { class: "menu scrolls", role: "group", "aria-label": column.label },
    Object.entries(choices).map(item),
    chosen && h("button", { type: "button", class: "menu-item", onclick: () => set("") }, "Clear"),
  );
}

function textFilter(column, address, close) {
  const { sense, text } = parseFilter(column, address.view.filters[column.filter] ?? "");
  const choices = column.isDate ? { between: "is between", ...SENSES } : SENSES;
  const chosen = column.isDate && sense === "contains" && !text ? "between" : sense;
  const [from, until] = chosen === "between" && text ? text.split("..") : ["", ""];
  const ids = { sense: newId("sense"), text: newId("text") };
  const select = h(
    "select",
    { id: ids.sense, class: "input", "aria-label": `How to compare ${column.label}` },
    Object.entries(choices).map(([value, words]) => h("option", { value, selected: value === chosen }, words)),
  );
  const input = h("input", {
    id: ids.text,
    class: "input",
    type: "text",
    maxlength: "200",
    value: chosen === "between" ? "" : text,
    "aria-label": `${column.label} to look for`,
    autocomplete: "off",
    "data-focus": !column.isDate,
  });
  const days = [day("From", from), day("Until", until)];
  const range = h("div", { class: "range" }, days);
  const showInputs = () => {
    input.hidden = ["empty", "filled", "between"].includes(select.value);
    range.hidden = select.value !== "between";
  };
  select.addEventListener("change", showInputs);
  showInputs();
  const said = () =>
    select.value === "between" ? days.map((one) => one.querySelector("input").value).join("..") : input.value;
  const set = (value) => {
    close();
    address.filter(column.filter, value);
  };
  return h(
    "form",
    {
      class: "form",
      onsubmit: (event) => {
        event.preventDefault();
        set(filterValue({ sense: select.value, text: said() }));
      },
    },
    h("h2", { class: "form-title" }, column.label),
    select,
    input,
    range,
    h(
      "div",
      { class: "form-actions" },
      h("button", { type: "button", class: "button ghost", onclick: () => set("") }, "Clear"),
      h("button", { class: "button primary" }, "Apply"),
    ),
  );
}

function day(label, value) {
  const id = newId("day");
  return h(
    "div",
    {},
    h("label", { for: id, class: "field-label" }, label),
    h("input", { id, type: "date", class: "input", value }),
  );
}

/** A chip for the search and for each filter; each can be changed and taken away. */
export function chips(address, uploads) {
  const list = h("ul", { class: "chips", "aria-label": "What narrows the leads down" });
  const show = () => {
    const { q, filters } = address.view;
    const named = Object.keys(filters).map((name) =>
      filterChip(
        COLUMNS.find((column) => column.filter === name),
        address,
        uploads,
      ),
    );
    const all = [q && searchChip(q, address), ...named].filter(Boolean);
    fill(
      list,
      all,
      all.length > 1 &&
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", class: "button ghost small", onclick: () => address.go({ q: "", filters: {} }) },
            "Clear all",
          ),
        ),
    );
    list.hidden = !all.length;
  };
  address.addEventListener("change", show);
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

function filterChip(column, address, uploads) {
  const words = chipWords(column, address.view.filters[column.filter], uploads);
  const edit = h("button", { type: "button", class: "chip-words" }, words);
  return h(
    "li",
    { class: "chip" },
    withPopover(edit, (close) => columnFilter(column, address, close), `Filter ${column.label}`),
    remove(words, () => address.filter(column.filter, "")),
  );
}

function remove(what, onclick) {
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
  if (column.name === "flags") return `To check: ${(ANY_MARK[value] ?? flag(text)).toLowerCase()}`;
  if (sense === "between") {
    const [from, until] = text.split("..");
    if (!until) return `${column.label} from ${from}`;
    return from ? `${column.label} from ${from} until ${until}` : `${column.label} until ${until}`;
  }
  const upload = uploads.all.find(({ uploadId }) => uploadId === text);
  const shown = upload ? seenInText(upload.fileName) : text;
  const verb = sense === "equals" ? "is" : SENSES[sense];
  return [column.label, verb, shown].filter(Boolean).join(" ");
}
