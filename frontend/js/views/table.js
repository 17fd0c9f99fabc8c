/** The leads as a table: sorted and filtered from its headers, one page of rows, each of which opens its lead. */

import { isNarrowed } from "../address.js";
import { columnNamed } from "../columns.js";
import { fill, h, keepFocus } from "../dom.js";
import { icon } from "../icons.js";
import { cell, leadLink } from "./cells.js";
import { columnFilter } from "./filters.js";
import { withPopover } from "./popover.js";

const SKELETON_ROWS = 12;
const SORT = { asc: "ascending", desc: "descending" };

export function table({ address, leads, uploads }) {
  const head = h("tr", { role: "row" });
  const body = h("tbody", { role: "rowgroup" });
  const element = h(
    "table",
    { class: "leads", "aria-label": "Leads", role: "table" },
    h("thead", { role: "rowgroup" }, head),
    body,
  );
  const state = h("div", { class: "state", role: "status" });
  const scroller = h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table of leads" },
    element,
  );
  const showHead = () =>
    keepFocus(head, () =>
      fill(
        head,
        address.view.columns.map((name) => header(columnNamed(name), address)),
      ),
    );
  const showBody = () => {
    element.setAttribute("aria-busy", String(leads.isLoading));
    keepFocus(body, () => fill(body, rows(leads, address)));
    fill(state, stateOf(leads, address, uploads));
    scroller.hidden = Boolean(leads.rows && !leads.rows.length);
  };
  address.addEventListener("change", ({ detail: { view, before } }) => {
    if (["columns", "filters", "sortBy", "sortOrder"].some((name) => view[name] !== before[name])) showHead();
    if (view.columns !== before.columns) showBody();
    if (view.lead !== before.lead) mark(body, view.lead);
    if (view.page !== before.page) scroller.scrollTop = 0;
  });
  leads.addEventListener("change", showBody);
  showHead();
  showBody();
  return [scroller, state];
}

function header(column, address) {
  const { sortBy, sortOrder, filters } = address.view;
  const isSorted = sortBy === column.sortBy;
  const order = isSorted && sortOrder === "asc" ? "desc" : "asc";
  const first = column.isDate && !isSorted ? "desc" : order;
  const isFiltered = column.filter in filters;
  const filter = h(
    "button",
    {
      type: "button",
      class: "header-filter",
      "data-key": `filter-${column.name}`,
      "aria-label": `Filter ${column.label}`,
      "data-active": isFiltered,
    },
    icon("filter"),
  );
  return h(
    "th",
    {
      scope: "col",
      role: "columnheader",
      "aria-sort": isSorted ? SORT[sortOrder] : null,
      class: `column-${column.name}`,
    },
    h(
      "div",
      { class: "header" },
      h(
        "button",
        {
          type: "button",
          class: "header-sort",
          "data-key": `sort-${column.name}`,
          onclick: () => address.go({ sortBy: column.sortBy, sortOrder: first }),
        },
        column.label,
        isSorted && icon(sortOrder === "asc" ? "up" : "down"),
      ),
      withPopover(filter, (close) => columnFilter(column, address, close), `Filter ${column.label}`),
    ),
  );
}

function rows(leads, address) {
  const { columns, lead: open } = address.view;
  if (!leads.rows) return leads.error ? [] : Array.from({ length: SKELETON_ROWS }, () => skeleton(columns));
  return leads.rows.map((lead) =>
    h(
      "tr",
      {
        role: "row",
        "data-lead": lead.leadId,
        "aria-current": lead.leadId === open ? "true" : null,
        onclick: (event) => openLead(event, lead, address),
      },
      columns.map((name, at) =>
        at
          ? h("td", { role: "cell", class: `column-${name}` }, cell(name, lead))
          : h("th", { scope: "row", role: "rowheader", class: `column-${name}` }, leadLink(name, lead)),
      ),
    ),
  );
}

function skeleton(columns) {
  return h(
    "tr",
    { class: "skeleton", "aria-hidden": "true" },
    columns.map((name) => h("td", { class: `column-${name}` }, h("span"))),
  );
}

/** A click anywhere in the row opens the lead, except on a link or where text is being selected. */
function openLead(event, lead, address) {
  const link = event.target.closest("a");
  const isElsewhere = (link && !link.matches(".lead-link")) || event.ctrlKey || event.metaKey || String(getSelection());
  if (isElsewhere) return;
  event.preventDefault();
  address.go({ panel: "lead", lead: lead.leadId });
}

function mark(body, leadId) {
  for (const row of body.rows) {
    if (row.dataset.lead === leadId) {
      row.setAttribute("aria-current", "true");
      row.scrollIntoView({ block: "nearest" });
    } else row.removeAttribute("aria-current");
  }
}

function stateOf(leads, address) {
  if (leads.error) {
    return message(
      "The leads could not be read",
      leads.error.message,
      h("button", { type: "button", class: "button", onclick: () => leads.load() }, icon("retry"), "Try again"),
    );
  }
  if (!leads.rows || leads.rows.length) return null;
  if (isNarrowed(address.view)) {
    return message(
      "No lead matches",
      "Loosen a filter, or look at all leads.",
      h(
        "button",
        { type: "button", class: "button", onclick: () => address.go({ q: "", filters: {} }) },
        "Show all leads",
      ),
    );
  }
  return message("No leads yet", "Drop a file above, or try it with the sample file. Every row will be accounted for.");
}

function message(title, note, action = null) {
  return h("div", { class: "message" }, h("h2", {}, title), h("p", {}, note), action);
}
