/** The leads that the table shows: the page that the address asks for, read anew when it changes or an import ends. */

import { askable, leadsParameters } from "./address.js";
import { isAbandoned } from "./api.js";
import { isOfLists } from "./columns.js";

const QUERY = ["q", "filters", "match", "sortBy", "sortOrder", "page", "pageSize"];

/** Sends `change` whenever `rows`, `pagination`, `asOf`, `error` or `isLoading` did. */
export class Leads extends EventTarget {
  rows = null;
  pagination = null;
  asOf = null;
  error = null;
  isLoading = false;
  #api;
  #address;
  #columns;
  #abandon = null;

  constructor(api, address, columns) {
    super();
    this.#api = api;
    this.#address = address;
    this.#columns = columns;
    address.addEventListener("change", ({ detail: { view, before } }) => {
      if (QUERY.some((name) => JSON.stringify(view[name]) !== JSON.stringify(before[name]))) this.load();
    });
  }

  /** Reads the page; what is shown stays until the answer is there. A view that names columns of lists waits for them. */
  async load() {
    this.#abandon?.abort();
    const abandon = new AbortController();
    this.#abandon = abandon;
    this.#say({ isLoading: true });
    try {
      const { view } = this.#address;
      if ([...Object.keys(view.filters), view.sortBy].some(isOfLists)) await this.#columns.ready;
      abandon.signal.throwIfAborted();
      const parameters = leadsParameters(askable(view, this.#columns));
      const answer = await this.#api.get("/leads", parameters, abandon.signal);
      this.#take(answer);
    } catch (error) {
      if (!isAbandoned(error)) this.#say({ error, isLoading: false });
    }
  }

  /** The id of the lead `steps` rows away from one; undefined at either end of the page. */
  neighbour(leadId, steps) {
    const at = this.rows?.findIndex((lead) => lead.leadId === leadId) ?? -1;
    return at < 0 ? undefined : this.rows[at + steps]?.leadId;
  }

  #take({ leads, pagination, asOf }) {
    const last = Math.max(1, pagination.totalPages);
    if (pagination.page > last) return this.#address.go({ page: last }, { replace: true });
    return this.#say({ rows: leads, pagination, asOf, error: null, isLoading: false });
  }

  #say(changes) {
    Object.assign(this, changes);
    this.dispatchEvent(new Event("change"));
  }
}
