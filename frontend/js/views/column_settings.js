/** What people decide about a column: its name, what it is joined to, whether it is hidden, what is in it. */

import { h } from "../dom.js";

/** The content of a panel that opens from a column's head; `column` is `{name: "column.<key>", label}`. */
export function columnSettings(column, _page, _close) {
  return h("div", { class: "form" }, h("h2", { class: "form-title" }, column.label));
}

/** The content of a panel with all columns, hidden ones too, each of which leads to its settings; for the Columns menu. */
export function allColumnSettings(_page, _close) {
  return h("div", { class: "form" }, h("h2", { class: "form-title" }, "All columns"));
}
