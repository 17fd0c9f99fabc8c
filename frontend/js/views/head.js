/** The head of a column: sorts by it, filters it, says what is in it, and is dragged to another place or width. */

import { movedTo } from "../arranging.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { count } from "../words.js";
import { draggable } from "./dragging.js";
import { columnFilter } from "./filters.js";
import { headMenu } from "./head_menu.js";
import { withPopover } from "./popover.js";
import { widthHandle } from "./widths.js";

const SORT = { asc: "ascending", desc: "descending" };
const TYPES = { number: ["number", "numbers"], date: ["date", "dates"] };

/** The cell at the head of a column. */
export function header(column, page) {
  const { address } = page;
  const { sortBy, sortOrder } = address.view;
  const isSorted = sortBy === column.sortBy;
  const cell = h(
    "th",
    {
      scope: "col",
      role: "columnheader",
      "aria-sort": isSorted ? SORT[sortOrder] : null,
      "data-column": column.name,
      class: columnClass(column),
    },
    h(
      "div",
      { class: "header" },
      sortButton(column, isSorted, address),
      h("div", { class: "header-tools" }, filterButton(column, page), menuButton(column, page)),
    ),
    widthHandle(column, page),
  );
  draggable(cell, (other) => {
    const names = page.columns.shown(address.view).map(({ name }) => name);
    address.go({ columns: movedTo(names, column.name, other) }, { replace: true });
  });
  return cell;
}

/** Names of columns of lists are no class: they may hold any sign. */
export function columnClass({ name, key, type }) {
  return [key === undefined ? `column-${name}` : "of-lists", type === "number" && "is-number"]
    .filter(Boolean)
    .join(" ");
}

function sortButton(column, isSorted, address) {
  const { sortOrder } = address.view;
  const order = isSorted && sortOrder === "asc" ? "desc" : "asc";
  const first = column.isDate && !isSorted ? "desc" : order;
  return h(
    "button",
    {
      type: "button",
      class: "header-sort",
      "data-key": `sort-${column.name}`,
      title: typeWords(column),
      onclick: () => address.go({ sortBy: column.sortBy, sortOrder: first }),
    },
    h("span", { class: "truncate" }, column.label),
    column.key !== undefined && typeMark(column),
    isSorted && icon(sortOrder === "asc" ? "up" : "down"),
  );
}

function typeMark({ type }) {
  if (!TYPES[type]) return null;
  return [h("span", { class: "sr-only" }, `, ${TYPES[type][0]}`), h("span", { class: "type-mark" }, icon(type))];
}

/** What is in a column of lists, for who points at its head. */
function typeWords({ label, key, type, typeBy, misfits }) {
  if (key === undefined) return null;
  if (!TYPES[type]) return label;
  const by = typeBy === "person" ? "as somebody decided" : "by its values";
  const others = misfits ? `; ${count(misfits, "lead")} with a value that does not fit, which come last` : "";
  return `${label}: sorted as ${TYPES[type][1]}, ${by}${others}`;
}

function filterButton(column, page) {
  const isFiltered = column.filter in page.address.view.filters;
  const filter = h(
    "button",
    {
      type: "button",
      class: "header-tool",
      "data-key": `filter-${column.name}`,
      "aria-label": `Filter ${column.label}`,
      "data-active": isFiltered,
    },
    icon("filter"),
  );
  return withPopover(filter, (close) => columnFilter(column, page, close), `Filter ${column.label}`);
}

function menuButton(column, page) {
  const label = `Arrange ${column.label}`;
  const more = h(
    "button",
    { type: "button", class: "header-tool", "data-key": `more-${column.name}`, "aria-label": label },
    icon("open"),
  );
  return withPopover(more, (close) => headMenu(column, page, close), label);
}
