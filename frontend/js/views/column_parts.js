/** The parts of a column's settings, each of which changes one thing at once, for everybody. */

import { fill, h, newId } from "../dom.js";
import { icon } from "../icons.js";
import { ago, count } from "../words.js";
import { columnHistory } from "./column_history.js";
import { columnPicker } from "./column_picker.js";

const TYPES = { text: "Text", number: "Number", date: "Date" };
const MOST_SPELLINGS = 10; // that are told of a column

/** `decide(key, changes, version, words)` keeps what a part changes, and says `words` then. */
export function settingParts(column, { columns, version, history }, decide) {
  const change = (changes, words, key = column.key) => decide(key, changes, version, words);
  return [
    facts(column),
    naming(column, change),
    typing(column, change),
    hiding(column, change),
    joins(column, columns, change),
    decidedBy(column),
    columnHistory(history, [column.key, ...column.joined], columns, change),
  ];
}

function facts({ leads, lists, spellings, samples }) {
  const isCut = spellings.length >= MOST_SPELLINGS;
  const told = isCut ? `${MOST_SPELLINGS} spellings or more` : count(spellings.length, "spelling");
  return [
    h(
      "p",
      { class: "note" },
      `${count(leads, "lead has a value", "leads have a value")}, from ${count(lists, "list")}.`,
    ),
    samples.length > 0 && h("p", { class: "note wrap-anywhere" }, `Such as: ${samples.join("; ")}`),
    h(
      "details",
      {},
      h("summary", { class: "note" }, `In the lists: ${told}`),
      h(
        "ul",
        { class: "spellings" },
        spellings.map((spelling) => h("li", { class: "wrap-anywhere" }, spelling)),
      ),
      isCut && h("p", { class: "note" }, "The commonest are shown."),
    ),
  ];
}

function naming({ name, decided }, change) {
  const id = newId("name");
  const input = h("input", {
    id,
    class: "input",
    value: name,
    maxlength: "100",
    autocomplete: "off",
    "data-key": "name",
  });
  const rename = (event) => {
    event.preventDefault();
    const wanted = input.value.trim();
    if (wanted !== name) change({ name: wanted || null }, wanted ? "Renamed for everybody." : "Named as in the lists.");
  };
  return h(
    "form",
    { onsubmit: rename },
    h("label", { for: id, class: "field-label" }, "Name"),
    h("div", { class: "flex gap-1" }, input, h("button", { class: "button" }, "Rename")),
    decided?.name && button("Name as in the lists", () => change({ name: null }, "Named as in the lists.")),
  );
}

function typing({ type, typeBy, misfits }, change) {
  const id = newId("type");
  const byValues = typeBy === "values" ? `By its values: ${TYPES[type].toLowerCase()}` : "By its values";
  const chosen = typeBy === "person" ? type : "";
  const choose = ({ target }) => change({ type: target.value || null }, "The type is kept for everybody.");
  const misfit = `${count(misfits, "lead has a value that is", "leads have values that are")} no ${type}: shown as written, marked, and sorted last.`;
  return h(
    "div",
    {},
    h("label", { for: id, class: "field-label" }, "What is in it"),
    h(
      "select",
      { id, class: "input", onchange: choose, "data-key": "type" },
      [["", byValues], ...Object.entries(TYPES)].map(([value, words]) =>
        h("option", { value, selected: value === chosen }, words),
      ),
    ),
    misfits > 0 && h("p", { class: "note mt-1" }, misfit),
  );
}

function hiding({ isHidden }, change) {
  const hide = ({ target }) =>
    change({ hidden: target.checked || null }, target.checked ? "Hidden for everybody." : "Shown again.");
  return h(
    "label",
    { class: "choice" },
    h("input", { type: "checkbox", checked: isHidden, onchange: hide, "data-key": "hidden" }),
    h("span", {}, "Hide this column", h("span", { class: "note block" }, "For everybody. Its values stay.")),
  );
}

function joins(column, columns, change) {
  const element = h("div", { class: "flex flex-col items-start gap-2" });
  const others = columns.filter(({ key }) => key !== column.key);
  const join = (other) => change({ joinedTo: other.key }, `“${column.name}” and “${other.name}” are one column.`);
  const pick = () => {
    const picker = columnChoice(others, "Columns to join it to", join);
    fill(element, h("p", { class: "field-label" }, `Join “${column.name}” to`), picker);
    picker.querySelector("input").focus();
  };
  const apart = column.joined.map((key) =>
    h(
      "li",
      { class: "flex items-baseline gap-2" },
      h("span", { class: "min-w-0 flex-1 wrap-anywhere" }, key),
      button("Take apart", () => change({ joinedTo: null }, "They are two columns.", key), `Take ${key} apart`),
    ),
  );
  return fill(
    element,
    apart.length > 0 && [h("p", { class: "field-label" }, "Joined to it"), h("ul", { class: "w-full" }, apart)],
    others.length > 0 && button("Join to another column …", pick),
  );
}

function button(words, onclick, label = null) {
  return h(
    "button",
    { type: "button", class: "button small", "aria-label": label, "data-key": `do-${label ?? words}`, onclick },
    words,
  );
}

function decidedBy({ decided }) {
  return decided && h("p", { class: "note" }, icon("person"), ` Decided by ${decided.by}, ${ago(decided.at)}.`);
}

/** A searched list of columns, each of which is a button. */
export function columnChoice(columns, label, choose) {
  const item = (column) =>
    h(
      "button",
      { type: "button", class: "menu-item", onclick: () => choose(column) },
      h(
        "span",
        { class: "min-w-0 flex-1" },
        h("span", { class: "block truncate", title: column.name }, column.name),
        h("span", { class: "note block" }, noteOf(column)),
      ),
    );
  return columnPicker(
    columns.map((column) => ({ ...column, label: column.name })),
    label,
    item,
  );
}

/** "120 leads · number · hidden". */
function noteOf({ leads, type, isHidden, joined }) {
  const told = [count(leads, "lead"), TYPES[type].toLowerCase(), joined.length && `${joined.length + 1} joined`];
  return [...told, isHidden && "hidden"].filter(Boolean).join(" · ");
}
