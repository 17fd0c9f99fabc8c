/** The columns of the table: what they are called, what they are sorted and filtered by, how a value is shown. */

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
  { name: "remarks", label: "Remarks", usual: true },
  { name: "createdAt", label: "Created", isDate: true },
  { name: "firstName", label: "First name" },
  { name: "lastName", label: "Last name" },
  { name: "sourceFile", label: "File" },
  { name: "worksheet", label: "Worksheet" },
  { name: "row", label: "Row" },
  { name: "standardisedBy", label: "Standardised by" },
  { name: "leadId", label: "Lead ID" },
  { name: "uploadId", label: "Upload", hidden: true },
  { name: "createdIn", label: "Made by upload", hidden: true },
  { name: "version", label: "Version", hidden: true },
  { name: "possibleDuplicates", label: "Possible duplicates", hidden: true, sortBy: undefined, isYesNo: true },
].map((column) => ({ sortBy: column.name, filter: column.name, ...column }));

export const CHOOSABLE = COLUMNS.filter((column) => !column.hidden);
export const USUAL = COLUMNS.filter((column) => column.usual).map((column) => column.name);

const BY_NAME = new Map(COLUMNS.map((column) => [column.name, column]));

/** A column by its name; undefined for a name that there is not. */
export function columnNamed(name) {
  return BY_NAME.get(name);
}

/** `{sense, text}` of a filter as the API writes it: contains, equals, empty, filled or between. */
export function parseFilter(column, value) {
  if (value === "!") return { sense: "empty", text: "" };
  if (value === "*") return { sense: "filled", text: "" };
  if (column.isDate && value.includes("..")) return { sense: "between", text: value };
  if (value.startsWith("=")) return { sense: "equals", text: value.slice(1) };
  return { sense: "contains", text: value.startsWith("\\") ? value.slice(1) : value };
}

/** The inverse of `parseFilter`; empty for a filter that asks for nothing. */
export function filterValue({ sense, text }) {
  if (sense === "empty") return "!";
  if (sense === "filled") return "*";
  const wanted = text.trim();
  if (!wanted || wanted === "..") return "";
  if (sense === "equals") return `=${wanted}`;
  if (sense === "between") return wanted;
  return /^[=\\]|^[!*]$/.test(wanted) ? `\\${wanted}` : wanted;
}
