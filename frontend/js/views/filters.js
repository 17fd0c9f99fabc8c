/** The filter of one column, which opens from its head, from its chip and from the toolbar. */

import { h, newId } from "../dom.js";
import { filterValue, oneOfTexts, oneOfValue, parseFilter, sensesOf } from "../filter_texts.js";
import { icon } from "../icons.js";
import { flag, MARKS } from "../words.js";
import { hasValues, valueList } from "./value_list.js";

const YES_NO = { "*": "There are some", "!": "There are none" };
export const ANY_MARK = { "*": "Any mark", "!": "No mark" };
const SENSES = {
  between: "is between",
  above: "is above",
  below: "is below",
  contains: "contains",
  equals: "is exactly",
  not: "is not",
  begins: "begins with",
  oneOf: "is one of",
  empty: "is empty",
  filled: "is not empty",
};
const WRITTEN_NUMBER = {
  type: "text",
  inputMode: "decimal",
  pattern: ".*\\d.*",
  title: "A number as the column shows it",
};
const EXACT = ["equals", "not"];
const DATE_SENSES = { above: "is after", below: "is before" };

/** The form of one column's filter; `close` is called when it has been set. */
export function columnFilter(column, page, close) {
  const { address } = page;
  if (column.isYesNo) return choiceFilter(column, YES_NO, address, close);
  if (column.name === "flags") return choiceFilter(column, markChoices(), address, close);
  return textFilter(column, page, close);
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

/** How a column is compared before anybody has said so: what is in order by a range, what lists say by their values. */
function firstSense(column) {
  if (sensesOf(column).includes("between")) return "between";
  return column.key !== undefined && hasValues(column) ? "oneOf" : "contains";
}

function textFilter(column, page, close) {
  const { address, columns } = page;
  const kept = address.view.filters[column.filter] ?? "";
  const value = columns.isIncomparable(column.filter, kept) ? "" : kept;
  const { sense: written, text } = value ? parseFilter(column, value) : { sense: firstSense(column), text: "" };
  const isOneValue = written === "equals" && firstSense(column) === "oneOf";
  const sense = isOneValue ? "oneOf" : written;
  const isTyped = !["empty", "filled", "between", "oneOf"].includes(sense);
  const input = textInput(column, isTyped ? text : "", isTyped);
  const range = rangeInputs(column, sense === "between" ? text.split("..") : []);
  const ticked = sense !== "oneOf" ? [] : isOneValue ? [text] : oneOfTexts(text);
  const values = hasValues(column) && valueList(column, page, ticked);
  const select = senseChoice(column, sense, Boolean(values));
  const showInputs = () => {
    input.hidden = ["empty", "filled", "between", "oneOf"].includes(select.value);
    input.maxLength = EXACT.includes(select.value) ? 2000 : 200;
    range.show(select.value === "between");
    if (values) values.show(select.value === "oneOf");
  };
  select.addEventListener("change", showInputs);
  showInputs();
  const said = () => {
    if (select.value === "oneOf") return oneOfValue(values.ticked());
    return filterValue({ sense: select.value, text: select.value === "between" ? range.text() : input.value });
  };
  const set = (wanted) => {
    close();
    address.filter(column.filter, wanted);
  };
  const submit = (event) => {
    event.preventDefault();
    set(said());
  };
  return h(
    "form",
    { class: "form", onsubmit: submit },
    h("h2", { class: "form-title" }, column.label),
    select,
    input,
    range.element,
    values?.element,
    h(
      "div",
      { class: "form-actions" },
      h("button", { type: "button", class: "button ghost", onclick: () => set("") }, "Clear"),
      h("button", { class: "button primary" }, "Apply"),
    ),
  );
}

function senseChoice(column, chosen, hasList) {
  const senses = sensesOf(column).filter((sense) => sense !== "oneOf" || hasList);
  const words = { ...SENSES, ...(column.isDate ? DATE_SENSES : {}) };
  return h(
    "select",
    { class: "input", "aria-label": `How to compare ${column.label}` },
    senses.map((sense) => h("option", { value: sense, selected: sense === chosen }, words[sense])),
  );
}

function textInput(column, value, isFirst) {
  return h("input", {
    class: "input",
    type: "text",
    value,
    "aria-label": `${column.label} to look for`,
    autocomplete: "off",
    "data-focus": isFirst,
  });
}

/** Two numbers or two dates, either of which may be left out. */
function rangeInputs(column, [from = "", until = ""]) {
  const inputs = [from, until].map((value) => h("input", { id: newId("bound"), class: "input", value }));
  for (const input of inputs) Object.assign(input, boundType(column, input.value));
  const labelled = (label, input) => h("div", {}, h("label", { for: input.id, class: "field-label" }, label), input);
  const element = h("div", { class: "range" }, labelled("From", inputs[0]), labelled("Until", inputs[1]));
  const show = (isShown) => {
    element.hidden = !isShown;
    for (const input of inputs) input.disabled = !isShown; // what is hidden must not hold the form back
  };
  return { element, show, text: () => inputs.map((input) => input.value.trim()).join("..") };
}

/** A month or a year is written, because a field for a date only takes a day; a number as the column's lists write it. */
function boundType(column, value) {
  if (column.isDate) return { type: !value || /^\d{4}-\d\d-\d\d$/.test(value) ? "date" : "text" };
  return column.key === undefined ? { type: "number", step: "any" } : WRITTEN_NUMBER;
}
