/** The leads as a table: sorted and filtered from its headers, one page of rows, each of which opens its lead. */

import { isNarrowed } from "../address.js";
import { fill, h, keepFocus } from "../dom.js";
import { foundElsewhere } from "../found.js";
import { icon } from "../icons.js";
import { cell, leadLink } from "./cells.js";
import { columnClass, header } from "./head.js";
import { whenClosed } from "./popover.js";
import { arrange } from "./widths.js";

const SKELETON_ROWS = 12;

export function table(page) {
  const { address, leads, columns } = page;
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
        columns.shown(address.view).map((column) => header(column, page)),
      ),
    );
  const showBody = () => {
    element.setAttribute("aria-busy", String(leads.isLoading || isAwaited(leads)));
    keepFocus(body, () => fill(body, rows(page)));
    fill(state, stateOf(page));
    scroller.hidden = Boolean(leads.rows && !leads.rows.length);
    settle();
  };
  const settle = () => arrange(element, columns.shown(address.view), address.view);
  const showAll = () => {
    showHead();
    showBody();
  };
  address.addEventListener("change", ({ detail: { view, before } }) => {
    const differs = (...names) => names.some((name) => JSON.stringify(view[name]) !== JSON.stringify(before[name]));
    if (differs("columns", "widths", "pinned")) showAll();
    else if (differs("filters", "sortBy", "sortOrder")) showHead();
    if (view.lead !== before.lead) mark(body, view.lead);
    if (view.page !== before.page) scroller.scrollTop = 0;
  });
  leads.addEventListener("change", showBody);
  columns.addEventListener("change", () => whenClosed(head, showAll));
  new ResizeObserver(settle).observe(scroller);
  showAll();
  return [scroller, state];
}

/** Whether the first page of leads is still to come. */
function isAwaited({ rows, error }) {
  return !rows && !error;
}

function rows({ leads, address, columns }) {
  const open = address.view.lead;
  const shown = columns.shown(address.view);
  if (isAwaited(leads)) return Array.from({ length: SKELETON_ROWS }, () => skeleton(shown));
  return (leads.rows ?? []).map((lead) =>
    h(
      "tr",
      {
        role: "row",
        "data-lead": lead.leadId,
        "aria-current": lead.leadId === open ? "true" : null,
        onclick: (event) => openLead(event, lead, address),
      },
      shown.map((column, at) =>
        at
          ? h("td", { role: "cell", class: columnClass(column), "data-label": column.label }, cell(column, lead))
          : h(
              "th",
              { scope: "row", role: "rowheader", class: columnClass(column) },
              leadLink(column, lead),
              foundElsewhere(lead, address.view.q, shown, columns).map((words) =>
                h("span", { class: "found-in" }, words),
              ),
            ),
      ),
    ),
  );
}

function skeleton(columns) {
  return h(
    "tr",
    { class: "skeleton", "aria-hidden": "true" },
    columns.map((column) => h("td", { class: columnClass(column) }, h("span"))),
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

function stateOf({ leads, address, columns }) {
  if (leads.error) {
    const again = () => [columns.load(), leads.load()]; // what is in a column may have changed meanwhile
    return message(
      "The leads could not be read",
      leads.error.message,
      h("button", { type: "button", class: "button", onclick: again }, icon("retry"), "Try again"),
    );
  }
  if (!leads.rows || leads.rows.length) return null;
  if (isNarrowed(address.view)) {
    return message(
      "No lead matches",
      "Loosen a filter, or look at all leads.",
      h(
        "button",
        { type: "button", class: "button", onclick: () => address.go({ q: "", filters: {}, match: "all" }) },
        "Show all leads",
      ),
    );
  }
  return message("No leads yet", "Drop a file above, or try it with the sample file. Every row will be accounted for.");
}

function message(title, note, action = null) {
  return h("div", { class: "message" }, h("h2", {}, title), h("p", {}, note), action);
}
