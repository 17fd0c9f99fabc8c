/** Above the table: how many leads there are, what narrows them down, which columns are shown, the export. */

import { isNarrowed } from "../address.js";
import { CHOOSABLE, USUAL } from "../columns.js";
import { h, setText } from "../dom.js";
import { icon } from "../icons.js";
import { count } from "../words.js";
import { exportForm } from "./exporting.js";
import { chips, columnFilter } from "./filters.js";
import { withPopover } from "./popover.js";

/** What is looked for often, and has no column or no obvious one. */
const QUICK = [
  ["Leads to check", "flags"],
  ["Possible duplicates", "possibleDuplicates"],
];

export function toolbar(page) {
  const { address, leads, uploads } = page;
  const title = h("h1", { class: "toolbar-title" }, "Leads");
  const exports = h("button", { type: "button", class: "button" }, icon("download"), "Export");
  const element = h(
    "div",
    { class: "toolbar" },
    title,
    chips(address, uploads),
    h(
      "div",
      { class: "toolbar-actions" },
      withPopover(button("filter", "Filter"), (close) => filterMenu(address, close), "Filter"),
      withPopover(button("sort", "Sort"), (close) => sortMenu(address, close), "Sort"),
      withPopover(button("columns", "Columns"), () => columnMenu(address), "Columns"),
      withPopover(exports, (close) => exportForm(page, close), "Export"),
    ),
  );
  leads.addEventListener("change", () => {
    const total = leads.pagination?.totalCount;
    if (total === undefined || leads.isLoading) return;
    setText(title, isNarrowed(address.view) ? count(total, "lead found", "leads found") : count(total, "lead"));
    exports.disabled = total === 0;
    element.hidden = total === 0 && !isNarrowed(address.view);
  });
  return element;
}

function button(name, label) {
  return h("button", { type: "button", class: "button ghost" }, icon(name), h("span", { class: "label" }, label));
}

/** First which column, then its filter, in the same place. */
function filterMenu(address, close) {
  const menu = h("div", { class: "menu scrolls", role: "group", "aria-label": "Column to filter" });
  for (const [label, filter] of QUICK) {
    const choose = () => {
      close();
      address.filter(filter, "*");
    };
    menu.append(h("button", { type: "button", class: "menu-item quick", onclick: choose }, label));
  }
  for (const column of CHOOSABLE) {
    const choose = () => {
      const form = columnFilter(column, address, close);
      menu.replaceWith(form);
      form.querySelector("input:not([hidden]), select, button").focus();
    };
    menu.append(h("button", { type: "button", class: "menu-item", onclick: choose }, column.label));
  }
  return menu;
}

function sortMenu(address, close) {
  const { sortBy, sortOrder } = address.view;
  const sort = (column, order) => {
    close();
    address.go({ sortBy: column.sortBy, sortOrder: order });
  };
  const items = CHOOSABLE.map((column) => {
    const isSorted = column.sortBy === sortBy;
    const order = isSorted ? (sortOrder === "asc" ? "desc" : "asc") : column.isDate ? "desc" : "asc";
    return h(
      "button",
      { type: "button", class: "menu-item", "aria-pressed": String(isSorted), onclick: () => sort(column, order) },
      h("span", { class: "flex-1" }, column.label),
      isSorted && icon(sortOrder === "asc" ? "up" : "down"),
    );
  });
  return h("div", { class: "menu scrolls", role: "group", "aria-label": "Column to sort by" }, items);
}

function columnMenu(address) {
  const shown = () => address.view.columns;
  const toggle = (name, isShown) => {
    const wanted = new Set(isShown ? [...shown(), name] : shown().filter((one) => one !== name));
    const inOrder = CHOOSABLE.map((column) => column.name).filter((one) => wanted.has(one));
    address.go({ columns: inOrder.length ? inOrder : USUAL }, { replace: true });
  };
  return h(
    "fieldset",
    { class: "menu scrolls" },
    h("legend", { class: "sr-only" }, "Columns to show"),
    CHOOSABLE.map(({ name, label }) =>
      h(
        "label",
        { class: "menu-item" },
        h("input", {
          type: "checkbox",
          checked: shown().includes(name),
          onchange: ({ target }) => toggle(name, target.checked),
        }),
        label,
      ),
    ),
  );
}
