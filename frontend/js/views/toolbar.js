/** Above the table: how many leads there are, what narrows them down, which columns are shown, the export. */

import { isNarrowed } from "../address.js";
import { fill, h, setText } from "../dom.js";
import { icon } from "../icons.js";
import { count } from "../words.js";
import { chips } from "./chips.js";
import { columnMenu } from "./column_menu.js";
import { columnPicker, columnWords } from "./column_picker.js";
import { exportForm } from "./exporting.js";
import { columnFilter } from "./filters.js";
import { withPopover } from "./popover.js";
import { savedViews } from "./saved_views.js";

/** What is looked for often, and has no column or no obvious one. */
const QUICK = [
  ["Leads to check", "flags"],
  ["Possible duplicates", "possibleDuplicates"],
];

const SORTED_AS = { text: "text", number: "numbers", date: "dates" };

export function toolbar(page) {
  const { address, leads } = page;
  const title = h("h1", { class: "toolbar-title" }, "Leads");
  const exports = h("button", { type: "button", class: "button" }, icon("download"), "Export");
  const element = h(
    "div",
    { class: "toolbar" },
    title,
    chips(page),
    h(
      "div",
      { class: "toolbar-actions" },
      savedViews(page),
      withPopover(button("filter", "Filter"), (close) => filterMenu(page, close), "Filter"),
      withPopover(button("sort", "Sort"), (close) => sortMenu(page, close), "Sort"),
      withPopover(button("columns", "Columns"), (close) => columnMenu(page, close), "Columns"),
      withPopover(exports, (close) => exportForm(page, close), "Export"),
    ),
    missingNote(page),
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
function filterMenu(page, close) {
  const quick = QUICK.map(([label, filter]) => {
    const choose = () => {
      close();
      page.address.filter(filter, "*");
    };
    return h("button", { type: "button", class: "menu-item quick", onclick: choose }, label);
  });
  const item = (column) => {
    const choose = () => {
      const form = columnFilter(column, page, close);
      menu.replaceWith(form);
      form.querySelector("input:not([hidden]), select, button").focus();
    };
    return h("button", { type: "button", class: "menu-item", onclick: choose }, columnWords(column));
  };
  const menu = columnPicker(
    [...page.columns.choosable, page.columns.named("remarks")],
    "Column to filter",
    item,
    quick,
  );
  return menu;
}

function sortMenu({ address, columns }, close) {
  const { sortBy, sortOrder } = address.view;
  const sort = (column, order) => {
    close();
    address.go({ sortBy: column.sortBy, sortOrder: order });
  };
  const item = (column) => {
    const isSorted = column.sortBy === sortBy;
    const order = isSorted ? (sortOrder === "asc" ? "desc" : "asc") : column.isDate ? "desc" : "asc";
    return h(
      "button",
      { type: "button", class: "menu-item", "aria-pressed": String(isSorted), onclick: () => sort(column, order) },
      columnWords(column),
      isSorted && icon(sortOrder === "asc" ? "up" : "down"),
    );
  };
  return columnPicker(columns.choosable, "Column to sort by", item);
}

/** Says which columns a view names that there are not any more, or compares with what is not in them; the rest is shown. */
function missingNote({ address, columns }) {
  const element = h("p", { class: "missing", role: "status", hidden: true });
  const show = () => {
    const names = columns.missing(address.view);
    const incomparable = columns.incomparable(address.view);
    element.hidden = !names.length && !incomparable.length;
    fill(
      element,
      !element.hidden && [
        missingWords(names, columns),
        incomparable.map((name) => incomparableWords(columns.named(name))),
        "The rest is shown. ",
        leaveOut(names, incomparable, address),
      ],
    );
  };
  address.addEventListener("change", show);
  columns.addEventListener("change", show);
  return element;
}

function missingWords(names, columns) {
  const labels = (isWanted) =>
    names
      .filter(isWanted)
      .map((name) => columns.named(name).label)
      .join(", ");
  const gone = labels((name) => columns.isGone(name));
  const hidden = labels((name) => !columns.isGone(name));
  return [
    gone && `This view names what is no column any more: ${gone}. `,
    hidden && `This view names what the team hides: ${hidden}. `,
  ];
}

function incomparableWords({ label, type }) {
  return `This view compares ${label}, which is sorted as ${SORTED_AS[type]} now. `;
}

function leaveOut(names, incomparable, address) {
  const isLeft = (name) => !names.includes(name);
  const without = (named) => Object.fromEntries(Object.entries(named).filter(([name]) => isLeft(name)));
  const go = () => {
    const { columns, filters, widths, sortBy, sortOrder } = address.view;
    const sort = isLeft(sortBy) ? { sortBy, sortOrder } : { sortBy: "updatedAt", sortOrder: "desc" };
    const kept = Object.entries(without(filters)).filter(([name]) => !incomparable.includes(name));
    address.go({
      columns: columns.filter(isLeft),
      filters: Object.fromEntries(kept),
      widths: without(widths),
      ...sort,
    });
  };
  return h("button", { type: "button", class: "button small", onclick: go }, "Leave out");
}
