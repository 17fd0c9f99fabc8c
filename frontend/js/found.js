/** Where a search found a lead, when that is in none of the columns that are shown. */

import { own } from "./own.js";

const BESIDE = 30;
const MOST = 2;
const PARTS_OF_NAME = ["firstName", "lastName"];

/** "found in City: Berlin" for each column that is not shown, of at most two. */
export function foundElsewhere({ foundIn = [], ...lead }, q, shown, columns) {
  const names = new Set(shown.flatMap(({ name }) => (name === "name" ? [name, ...PARTS_OF_NAME] : [name])));
  const elsewhere = foundIn.map((name) => columns.named(name)).filter(({ name }) => !names.has(name));
  return elsewhere.slice(0, MOST).map((column) => words(column, saidIn(column, lead), q));
}

function saidIn({ name, key }, lead) {
  return key === undefined ? lead[name] : own(lead.columns, key);
}

function words({ label }, value, q) {
  return value ? `found in ${label}: ${excerpt(String(value), q)}` : `found in ${label}`;
}

/** The part of a text that has one of the words which were searched; its beginning where none of them is written so. */
export function excerpt(text, q) {
  const line = text.replaceAll("\n", " · ");
  const places = q
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => line.toLowerCase().indexOf(word));
  const at = Math.max(0, Math.min(...places.filter((place) => place >= 0), line.length));
  const from = at === line.length || at <= BESIDE ? 0 : at - BESIDE;
  const part = line.slice(from, from + 3 * BESIDE);
  return `${from ? "…" : ""}${part}${from + part.length < line.length ? "…" : ""}`;
}
