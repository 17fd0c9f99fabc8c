/** What people decide about a column: its name, what it is joined to, whether it is hidden, what is in it. */

import { fill, h, keepFocus } from "../dom.js";
import { refusalWords } from "../refusals.js";
import { columnChoice, settingParts } from "./column_parts.js";

/** The content of a panel that opens from a column's head; `column` is `{name: "column.<key>", label}`. */
export function columnSettings(column, page, close) {
  const key = column.name.slice("column.".length);
  return settings(page, column.label, (read) => columnOf(read, key), { close });
}

/** The content of a panel with all columns, hidden ones too, each of which leads to its settings; for the Columns menu. */
export function allColumnSettings(page, close) {
  const element = h("div", { class: "form" }, h("p", { class: "note", role: "status" }, "Reading the columns …"));
  const open = (column) => {
    const one = settings(page, column.name, (read) => columnOf(read, column.key), { close, back: show });
    fill(element, one);
    one.querySelector("h2").focus();
  };
  const show = async () => {
    try {
      const read = await page.decisions.read();
      const picker = columnChoice(read.columns, "Columns", open);
      fill(element, h("h2", { class: "form-title" }, "Names, types and joins"), picker);
      picker.querySelector("input").focus();
    } catch (error) {
      fill(element, h("p", { class: "error", role: "status" }, error.message));
    }
  };
  show();
  return element;
}

/** A column by its key, or the one that it was joined to. */
function columnOf({ columns }, key) {
  return columns.find((one) => one.key === key) ?? columns.find(({ joined }) => joined.includes(key));
}

/** `find` tells the column from what was read; it may be another one after a join. */
function settings(page, label, find, { close, back = null }) {
  const title = h("h2", { class: "form-title", tabindex: "-1" }, label);
  const status = h("p", { class: "note", role: "status" }, "Reading the column …");
  const body = h("div", { class: "settings" });
  const say = (text, isBad = false) => {
    fill(status, text);
    status.classList.toggle("error", isBad);
  };
  const show = async (words = "", isBad = false) => {
    try {
      const read = await page.decisions.read();
      const column = find(read);
      title.textContent = column?.name ?? label;
      keepFocus(body, () => fill(body, column ? settingParts(column, read, decide) : null));
      say(column ? words : "There is no such column any more.", isBad || !column);
    } catch (error) {
      say(error.message, true);
    }
  };
  /** A refused change leaves the column as others made it, and says who did. */
  const decide = async (key, changes, version, words) => {
    say("Saving …");
    try {
      await page.decisions.decide(key, changes, version);
      await show(words);
    } catch (error) {
      await show(refusalWords(error), true);
    }
  };
  show();
  const leave = back ? ["Back", back] : ["Close", close];
  return h(
    "div",
    { class: "form" },
    h(
      "div",
      { class: "flex items-start gap-2" },
      h("div", { class: "min-w-0 flex-1 wrap-anywhere" }, title),
      h("button", { type: "button", class: "button ghost small", onclick: () => leave[1]() }, leave[0]),
    ),
    status,
    body,
  );
}
