/** What the page shows, kept in its address: a link or a reload shows the same, and "back" goes back. */

import { COLUMNS, columnNamed, USUAL } from "./columns.js";

export const PAGE_SIZES = [25, 50, 100, 200];
const PANELS = ["lead", "chat", "imports", "companies", "company"];
const FILTER = "filter_";
const START = {
  q: "",
  filters: {},
  sortBy: "updatedAt",
  sortOrder: "desc",
  page: 1,
  pageSize: 50,
  columns: USUAL,
  panel: "",
  lead: "",
  company: "",
  openView: null,
};

/**
 * The view that a query string describes; what it cannot mean is taken as not said. `openView` is the name of the team's
 * view that it came from, empty for all leads where somebody has another start, null where it does not say.
 */
export function parseView(search) {
  const said = new URLSearchParams(search);
  const filters = {};
  for (const column of COLUMNS) {
    const value = said.get(FILTER + column.filter);
    if (value && (!column.isYesNo || ["*", "!"].includes(value))) filters[column.filter] = value;
  }
  const columns = (said.get("columns") ?? "")
    .split(",")
    .filter((name) => columnNamed(name) && !columnNamed(name).hidden);
  const [lead, company] = ["lead", "company"].map((name) => said.get(name) ?? "");
  const panel = PANELS.includes(said.get("panel")) ? said.get("panel") : "";
  const isOfNothing = (panel === "lead" && !lead) || (panel === "company" && !company);
  return {
    q: said.get("q") ?? "",
    filters,
    sortBy: COLUMNS.some((column) => column.sortBy === said.get("sortBy")) ? said.get("sortBy") : START.sortBy,
    sortOrder: ["asc", "desc"].includes(said.get("sortOrder")) ? said.get("sortOrder") : START.sortOrder,
    page: wholeNumber(said.get("page"), 1, 1_000_000) ?? START.page,
    pageSize: PAGE_SIZES.includes(Number(said.get("pageSize"))) ? Number(said.get("pageSize")) : START.pageSize,
    columns: columns.length ? columns : USUAL,
    panel: isOfNothing ? "" : panel,
    lead,
    company,
    openView: said.get("view"),
  };
}

/** The query string of a view, shortest first: what is as usual is left out. */
export function writeView(view) {
  const said = new URLSearchParams();
  if (view.q) said.set("q", view.q);
  for (const [name, value] of Object.entries(view.filters)) if (value) said.set(FILTER + name, value);
  for (const name of ["sortBy", "sortOrder", "page", "pageSize"]) {
    if (view[name] !== START[name]) said.set(name, view[name]);
  }
  if (view.columns.join() !== USUAL.join()) said.set("columns", view.columns.join());
  if (view.panel) said.set("panel", view.panel);
  if (["lead", "company"].includes(view.panel)) said.set(view.panel, view[view.panel]);
  if (view.openView !== null) said.set("view", view.openView);
  const text = said.toString();
  return text ? `?${text}` : "";
}

/** The parameters of `GET /leads` for a view. */
export function leadsParameters(view) {
  const { q, filters, sortBy, sortOrder, page, pageSize } = view;
  const named = Object.fromEntries(Object.entries(filters).map(([name, value]) => [FILTER + name, value]));
  return { ...(q ? { q } : {}), ...named, sortBy, sortOrder, page, pageSize };
}

/** Whether anything narrows the leads down. */
export function isNarrowed(view) {
  return Boolean(view.q) || Object.keys(view.filters).length > 0;
}

function wholeNumber(text, least, most) {
  const number = /^[0-9]{1,7}$/.test(text ?? "") ? Number(text) : NaN;
  return number >= least && number <= most ? number : undefined;
}

/** The view in the address bar. Sends `change` with `{view, before}` as its detail. */
export class Address extends EventTarget {
  constructor() {
    super();
    this.view = parseView(location.search);
    addEventListener("popstate", () => this.#take(parseView(location.search)));
  }

  /** Changes parts of the view; `replace` leaves no step for "back". Another query begins at its first page. */
  go(changes, { replace = false } = {}) {
    const narrows = ["q", "filters", "sortBy", "sortOrder", "pageSize"].some((name) => name in changes);
    const view = { ...this.view, ...(narrows ? { page: 1 } : {}), ...changes };
    const url = location.pathname + writeView(view);
    if (url === location.pathname + location.search) return;
    history[replace ? "replaceState" : "pushState"](null, "", url);
    this.#take(view);
  }

  /** Sets one filter, or takes it away when its value is empty. */
  filter(name, value) {
    const filters = { ...this.view.filters, [name]: value };
    if (!value) delete filters[name];
    this.go({ filters });
  }

  #take(view) {
    const before = this.view;
    this.view = view;
    this.dispatchEvent(new CustomEvent("change", { detail: { view, before } }));
  }
}
