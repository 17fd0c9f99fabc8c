/** What the page shows, kept in its address: a link or a reload shows the same, and "back" goes back. */

import { LEAST_WIDTH, MOST_PINNED, MOST_WIDTH } from "./arranging.js";
import { COLUMNS, columnNamed, isOfLists } from "./columns.js";

export const PAGE_SIZES = [25, 50, 100, 200];
const PANELS = ["lead", "chat", "imports", "companies", "company"];
const FILTER = "filter_";
const START = {
  q: "",
  filters: {},
  match: "all",
  sortBy: "updatedAt",
  sortOrder: "desc",
  page: 1,
  pageSize: 50,
  columns: [],
  widths: {},
  pinned: 1,
  panel: "",
  lead: "",
  company: "",
  openView: null,
};

/**
 * The view that a query string describes; what it cannot mean is taken as not said. No `columns` are those that are usual;
 * columns of lists are taken as they are named, whether they are known or not. `widths` are in pixels, and the first
 * `pinned` columns stay where they are. `openView` is the name of the team's view that it came from, empty for all leads
 * where somebody has another start, null where it does not say.
 */
export function parseView(search) {
  const said = new URLSearchParams(search);
  const among = (name, choices, otherwise = START[name]) =>
    choices.includes(said.get(name)) ? said.get(name) : otherwise;
  const [lead, company] = ["lead", "company"].map((name) => said.get(name) ?? "");
  const panel = among("panel", PANELS);
  const isOfNothing = (panel === "lead" && !lead) || (panel === "company" && !company);
  const sortBy = said.get("sortBy") ?? "";
  const isSortable = isOfLists(sortBy) || COLUMNS.some((column) => column.sortBy === sortBy);
  return {
    q: said.get("q") ?? "",
    filters: parseFilters(said),
    match: among("match", ["all", "any"]),
    sortBy: sortBy && isSortable ? sortBy : START.sortBy,
    sortOrder: among("sortOrder", ["asc", "desc"]),
    page: wholeNumber(said.get("page"), 1, 1_000_000) ?? START.page,
    pageSize: PAGE_SIZES.includes(Number(said.get("pageSize"))) ? Number(said.get("pageSize")) : START.pageSize,
    columns: [...new Set(parseList(said.get("columns")).filter(isShowable))],
    widths: parseWidths(said.get("widths")),
    pinned: wholeNumber(said.get("pinned"), 0, MOST_PINNED) ?? START.pinned,
    panel: isOfNothing ? "" : panel,
    lead,
    company,
    openView: said.get("view"),
  };
}

function parseFilters(said) {
  const isMeant = (name, value) =>
    isOfLists(name) ||
    COLUMNS.some(({ filter, isYesNo }) => filter === name && (!isYesNo || ["*", "!"].includes(value)));
  const filters = [...said].filter(([name, value]) => name.startsWith(FILTER) && value);
  return Object.fromEntries(
    filters.map(([name, value]) => [name.slice(FILTER.length), value]).filter(([name, value]) => isMeant(name, value)),
  );
}

function isShowable(name) {
  const fixed = columnNamed(name);
  return fixed ? !fixed.hidden : isOfLists(name);
}

/** Names with commas between them; a name may hold any sign itself. */
function parseList(text) {
  return (text ?? "").split(",").filter(Boolean).map(unescaped);
}

function writeList(names) {
  return names.map(escaped).join();
}

function escaped(name) {
  return name.replace(/[%,]/g, (sign) => encodeURIComponent(sign));
}

function unescaped(text) {
  return text.replaceAll("%2C", ",").replaceAll("%25", "%");
}

function parseWidths(text) {
  const pairs = parseList(text).map((pair) => [
    pair.slice(0, pair.lastIndexOf(":")),
    pair.slice(pair.lastIndexOf(":") + 1),
  ]);
  const numbers = pairs.map(([name, width]) => [name, wholeNumber(width, LEAST_WIDTH, MOST_WIDTH)]);
  return Object.fromEntries(numbers.filter(([name, width]) => width && isShowable(name)));
}

/** The query string of a view, shortest first: what is as usual is left out. */
export function writeView(view) {
  const said = new URLSearchParams();
  if (view.q) said.set("q", view.q);
  for (const [name, value] of Object.entries(view.filters)) if (value) said.set(FILTER + name, value);
  for (const name of ["match", "sortBy", "sortOrder", "page", "pageSize", "pinned"]) {
    if (view[name] !== START[name]) said.set(name, view[name]);
  }
  if (view.columns.length) said.set("columns", writeList(view.columns));
  const widths = Object.entries(view.widths).map(([name, width]) => `${name}:${width}`);
  if (widths.length) said.set("widths", writeList(widths));
  if (view.panel) said.set("panel", view.panel);
  if (["lead", "company"].includes(view.panel)) said.set(view.panel, view[view.panel]);
  if (view.openView !== null) said.set("view", view.openView);
  const text = said.toString();
  return text ? `?${text}` : "";
}

/**
 * A view without what cannot be asked: filters and sort by columns that are gone, and comparisons of columns with what is
 * not in them. `isGone(name)` and `isIncomparable(name, value)` are those of the columns.
 */
export function askable(view, { isGone, isIncomparable }) {
  const { sortBy, sortOrder } = isGone(view.sortBy) ? START : view;
  const isAskable = ([name, value]) => !isGone(name) && !isIncomparable(name, value);
  const filters = Object.fromEntries(Object.entries(view.filters).filter(isAskable));
  return { ...view, filters, sortBy, sortOrder };
}

/** The parameters of `GET /leads` for a view. */
export function leadsParameters(view) {
  const { q, sortBy, sortOrder, page, pageSize } = view;
  return { ...(q ? { q } : {}), ...filterParameters(view), sortBy, sortOrder, page, pageSize };
}

/** The parameters that say which filters there are, as every list of the API takes them. */
export function filterParameters({ filters, match }) {
  const named = Object.fromEntries(Object.entries(filters).map(([name, value]) => [FILTER + name, value]));
  return match === "any" ? { ...named, match } : named;
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
    const narrows = ["q", "filters", "match", "sortBy", "sortOrder", "pageSize"].some((name) => name in changes);
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
