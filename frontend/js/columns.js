/** The columns of the table: the fixed ones, and every column that any list had. */

import { isAbandoned } from "./api.js";
import { comparedWith } from "./filter_texts.js";

/**
 * `sortBy` and `filter` are names of the API; `usual` columns are shown unless others are chosen, `hidden` ones are only
 * filtered by, and those that are `isYesNo` only by whether there is something.
 */
export const COLUMNS = [
  { name: "name", label: "Name", sortBy: "lastName", filter: "name", usual: true },
  { name: "company", label: "Company", usual: true },
  { name: "title", label: "Title", usual: true },
  { name: "email", label: "Email", usual: true },
  { name: "phone", label: "Phone", usual: true },
  { name: "flags", label: "To check", usual: true },
  { name: "updatedAt", label: "Updated", isDate: true, usual: true },
  { name: "createdAt", label: "Created", isDate: true },
  { name: "firstName", label: "First name" },
  { name: "lastName", label: "Last name" },
  { name: "sourceFile", label: "File" },
  { name: "worksheet", label: "Worksheet" },
  { name: "row", label: "Row", type: "number" },
  { name: "standardisedBy", label: "Standardised by" },
  { name: "leadId", label: "Lead ID" },
  { name: "remarks", label: "Any column of a list", hidden: true, sortBy: undefined },
  { name: "companyKey", label: "Company, however it is written,", hidden: true, sortBy: undefined },
  { name: "uploadId", label: "Upload", hidden: true },
  { name: "createdIn", label: "Made by upload", hidden: true },
  { name: "version", label: "Version", hidden: true, type: "number" },
  { name: "possibleDuplicates", label: "Possible duplicates", hidden: true, sortBy: undefined, isYesNo: true },
].map((column) => ({ sortBy: column.name, filter: column.name, type: "text", ...column }));

const BY_NAME = new Map(COLUMNS.map((column) => [column.name, column]));
const FIXED = COLUMNS.filter((column) => !column.hidden);
const OF_LISTS = "column.";

/** What a sales team looks for first, where many leads have it; by the keys of the columns. */
const SOUGHT = ["country", "city", "status", "interest", "rating"];
const MOST_USUAL = 3;

/** With what a column of each type can be compared. */
const COMPARABLE = {
  text: () => false,
  number: (end) => /\d/.test(end) && !/^\d{4}-\d\d/.test(end),
  date: (end) => /^\d{4}$/.test(end) || (/\d/.test(end) && !/^-?\d+(\.\d+)?$/.test(end)),
};

/** One of the columns that the page always has; undefined for another name. */
export function columnNamed(name) {
  return BY_NAME.get(name);
}

/** Whether a name is that of a column of a list, known or not. */
export function isOfLists(name) {
  return name.startsWith(OF_LISTS) && name.length > OF_LISTS.length;
}

/** A column of `GET /columns` as the table takes it. */
function ofLists(column) {
  const name = OF_LISTS + column.key;
  return { ...column, name, label: column.name, sortBy: name, filter: name, isDate: column.type === "date" };
}

/** One that is named and not known: it is still to be read, or it is gone. */
function unknown(name) {
  const label = isOfLists(name) ? name.slice(OF_LISTS.length) : name;
  return { name, key: label, label, type: "text", sortBy: name, filter: name, isUnknown: true };
}

/** Up to three that at least half as many leads have as the commonest: those that are sought first, then the commonest. */
export function usualOfLists(columns) {
  const shown = columns.filter(({ isHidden }) => !isHidden);
  const most = Math.max(0, ...shown.map(({ leads }) => leads));
  const rank = ({ key }) => (SOUGHT.includes(key) ? SOUGHT.indexOf(key) : SOUGHT.length);
  const common = shown.filter(({ leads }) => leads * 2 >= most);
  return common.toSorted((one, other) => rank(one) - rank(other)).slice(0, MOST_USUAL);
}

/** Sends `change` when the columns of the lists were read. */
export class Columns extends EventTarget {
  #api;
  #abandon = null;
  #ofLists = null;
  #byName = new Map();
  #usual = FIXED.filter(({ usual }) => usual);

  /** Resolves when the last reading that was begun has ended, whatever came of it. */
  ready = Promise.resolve();

  constructor(api) {
    super();
    this.#api = api;
  }

  /** Reads the columns of the lists; those that are known stay where they cannot be read. */
  load() {
    this.ready = this.#read().catch((error) => {
      if (!isAbandoned(error)) this.dispatchEvent(new Event("change"));
    });
    return this.ready;
  }

  async #read() {
    this.#abandon?.abort();
    this.#abandon = new AbortController();
    const { signal } = this.#abandon;
    const columns = [];
    let next;
    do {
      const answer = await this.#api.get("/columns", next ? { next } : {}, signal);
      columns.push(...answer.columns);
      next = answer.next;
    } while (next);
    this.take(columns);
  }

  /** Knows these, as `GET /columns` gives them. */
  take(columns) {
    this.#ofLists = columns.map(ofLists);
    const names = (column) => [column.name, ...(column.joined ?? []).map((key) => OF_LISTS + key)];
    this.#byName = new Map(this.#ofLists.flatMap((column) => names(column).map((name) => [name, column])));
    const usual = FIXED.filter((column) => column.usual);
    const at = usual.findIndex(({ name }) => name === "flags");
    this.#usual = usual.toSpliced(at, 0, ...usualOfLists(this.#ofLists));
    this.dispatchEvent(new Event("change"));
  }

  get isLoaded() {
    return this.#ofLists !== null;
  }

  /** Those that can be shown: the usual ones, then the others of the lists, the commonest first, then the other fixed ones. */
  get choosable() {
    const ofLists = (this.#ofLists ?? []).filter(({ isHidden }) => !isHidden);
    return [...new Set([...this.#usual, ...ofLists, ...FIXED])];
  }

  /** A column by its name, or by the name of one that was joined to it. */
  named(name) {
    return BY_NAME.get(name) ?? this.#byName.get(name) ?? unknown(name);
  }

  /** The column of a list with a key, hidden or not, or the one it was joined to; undefined where that is not known. */
  ofKey(key) {
    return this.#byName.get(OF_LISTS + key);
  }

  /** The columns that a view shows, in its order. */
  shown({ columns }) {
    const named = new Set(columns.map((name) => this.named(name)));
    const shown = [...named].filter((column) => !this.isGone(column.name) && !column.isHidden);
    return shown.length ? shown : this.#usual;
  }

  /** The names of the columns that are shown as usual. */
  get usual() {
    return this.#usual.map(({ name }) => name);
  }

  /** Whether a name is of no column that there is; false as long as that cannot be told. */
  isGone = (name) => this.isLoaded && isOfLists(name) && !this.#byName.has(name);

  /** Whether a filter compares a column with what is not in it, such as numbers with one that is text now. */
  isIncomparable = (name, value) => {
    const { key, type, isUnknown } = this.named(name);
    return key !== undefined && !isUnknown && !comparedWith(value).every(COMPARABLE[type]);
  };

  /** The names of the columns that a view compares with what is not in them. */
  incomparable({ filters }) {
    return Object.keys(filters).filter((name) => this.isIncomparable(name, filters[name]));
  }

  /** The names that a view has of columns that are gone, or shows although the team hides them. */
  missing({ columns, filters, sortBy }) {
    const hidden = columns.filter((name) => this.named(name).isHidden);
    const gone = [...columns, ...Object.keys(filters), sortBy].filter((name) => this.isGone(name));
    return [...new Set([...gone, ...hidden])];
  }
}
