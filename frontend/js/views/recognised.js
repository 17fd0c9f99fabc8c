/** What the import made of a file: its worksheets, and what each column became. */

import { h } from "../dom.js";
import { seen } from "../unseen.js";
import { count, field, number, role, way, whose } from "../words.js";

/** `readOn(next, at?)` shows what comes from a `next` on, of the whole or of the worksheet at a place of it. */
export function recognised({ worksheets, worksheetCount, notes = [], noteCount, next }, readOn) {
  const rest = [left(worksheetCount, worksheets, "worksheet"), left(noteCount, notes, "note")].filter(Boolean);
  return [
    notes.map((note) => h("p", { class: "note" }, note.message ?? String(note))),
    worksheets.map((one, at) => worksheet(one, (place) => readOn(place, at))),
    next && more(next, rest.join(", "), readOn),
  ];
}

/** How many of them are not shown, in words; "" when all are. */
function left(amount, shown, what) {
  return amount > shown.length ? count(amount - shown.length, `more ${what}`, `more ${what}s`) : "";
}

function more(next, words, readOn) {
  const run = ({ currentTarget }) => {
    currentTarget.disabled = true;
    readOn(next);
  };
  return h(
    "button",
    { type: "button", class: "button small", "data-key": next, onclick: run },
    `Show ${words || "more"}`,
  );
}

function worksheet(
  { name, role: kind, rows, columns = [], columnCount, findings = [], skipped = [], skippedCount, next },
  readOn,
) {
  const said = kind === "leads" ? count(rows, "row") : role(kind);
  return h(
    "section",
    { class: "worksheet" },
    h("h4", { class: "section-title" }, h("bdi", {}, seen(name)), " ", h("span", { class: "note" }, said)),
    columns.length > 0 && h("ul", { class: "mapping" }, columns.map(column)),
    next && more(next, left(columnCount, columns, "column"), readOn),
    skipped.map((one) => h("p", { class: "note" }, leftOut(one))),
    skippedCount > skipped.length &&
      h("p", { class: "note" }, `${left(skippedCount, skipped, "row")} left out; the row report has them all.`),
    findings.map((finding) => h("p", { class: "note" }, findingWords(finding))),
  );
}

function column({ header, field: name, confidence, decidedBy, fillRate, samples, whose: of = "person", shared }) {
  const sure = confidence >= 0.8 ? "sure" : confidence >= 0.5 ? "likely" : "unsure";
  const filled = `filled in ${number(Math.round(fillRate * 100))}% of rows`;
  const title = `${whose(of)}; ${way(decidedBy)}; ${filled}; for example ${samples.join(", ")}`;
  return h(
    "li",
    { title },
    h("span", { class: "mapping-from" }, header || "(no header)"),
    h("span", { class: "mapping-to" }, becomes(name, of, shared)),
    h("span", { class: "mapping-sure", "data-sure": sure }, sure),
  );
}

/** What a column became. One that speaks of somebody else never speaks for the lead; shared emails are nobody's own. */
function becomes(name, of, shared) {
  if (!name && of === "somebodyElse") return whose(of);
  return name && shared ? `${field(name)}, shared` : field(name);
}

function leftOut(one) {
  return typeof one === "string"
    ? one
    : [one.rows ? count(one.rows, "row") : "", one.message ?? one.reason ?? one.code].filter(Boolean).join(": ");
}

function findingWords({ message, examples = [], count: times }) {
  const first = message ?? examples[0]?.message ?? "";
  return times > 1 ? `${first} (${number(times)} times)` : first;
}
