/** The team's views: what the table shows, under a name that everybody has; and the one that this person starts with. */

import { parseView, writeView } from "./address.js";

const PARTS = ["q", "filters", "match", "sortBy", "sortOrder", "pageSize", "columns", "widths", "pinned"];

/** What of an address a view keeps: search, filters, sort and columns, and not the page nor what stands beside. */
export function partsOf(view) {
  return Object.fromEntries(PARTS.filter((part) => view[part] !== undefined).map((part) => [part, view[part]]));
}

/** The changes that make an address show a view; what it does not say is as usual, what an address cannot mean is left out. */
export function asShown({ name, view }) {
  const shown = parseView(writeView({ ...parseView(""), ...view }));
  return { ...Object.fromEntries(PARTS.map((part) => [part, shown[part]])), page: 1, openView: name };
}

/** Whether an address shows something else than the view that it says it came from. */
export function isChanged(saved, view) {
  return canonical(asShown(saved)) !== canonical(asShown({ view: partsOf(view) }));
}

/** The columns that a view names, whether it shows them, filters or sorts by them. */
export function columnsOf({ columns = [], filters = {}, sortBy = "" }) {
  return [...new Set([...(columns ?? []), ...Object.keys(filters), sortBy])].filter((name) =>
    name.startsWith("column."),
  );
}

/** Sends `change` when `all`, `start` or `error` did. `all` is null until the views were read. */
export class TeamViews extends EventTarget {
  all = null;
  start = null;
  error = null;
  #api;

  constructor(api) {
    super();
    this.#api = api;
  }

  /** `{name, view, version, by, at}` of a view; undefined where there is none of that name. */
  named(name) {
    return this.all?.find((view) => view.name === name);
  }

  /** Reads the views; those that are there stay where they cannot be read. */
  async load() {
    try {
      const { views, start } = await this.#api.get("/views");
      this.#say({ all: views, start, error: null });
    } catch (error) {
      this.#say({ error });
    }
  }

  /** Keeps an address as a new view, or in the place of one that is as it was read. Returns it, named as it is kept. */
  async save(name, view, version = 0) {
    return this.#change(this.#api.put(pathOf(name), { version, view: partsOf(view) }));
  }

  /** Returns the view, named as it is kept. */
  async rename({ name, version, view }, newName) {
    return this.#change(this.#api.put(pathOf(newName), { version, view, previousName: name }));
  }

  async remove({ name, version }) {
    await this.#change(this.#api.delete(pathOf(name), { version }));
  }

  /** The view that this person starts with from then on; null for none. */
  async startWith(name) {
    await this.#change(this.#api.put("/start", { view: name }));
  }

  /** The views are read anew whatever became of a change: a refused one says that there are others. */
  async #change(call) {
    try {
      return await call;
    } finally {
      await this.load();
    }
  }

  #say(changes) {
    Object.assign(this, changes);
    this.dispatchEvent(new Event("change"));
  }
}

function pathOf(name) {
  return `/views/${encodeURIComponent(name)}`;
}

function canonical(shown) {
  const filters = Object.entries(shown.filters).sort();
  return JSON.stringify(PARTS.map((part) => (part === "filters" ? filters : (shown[part] ?? null))));
}
