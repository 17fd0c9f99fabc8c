/** What the import made of a file: its worksheets, and what each column became. */

import { h } from "../dom.js";
import { count, field, number, role, way, whose } from "../words.js";

export function recognised({ worksheets, notes = [] }) {
  return [notes.map((note) => h("p", { class: "note" }, note.message ?? String(note))), worksheets.map(worksheet)];
}

function worksheet({ name, role: kind, rows, columns = [], findings = [], skipped = [] }) {
  const said = kind === "leads" ? count(rows, "row") : role(kind);
  return h(
    "section",
    { class: "worksheet" },
    h("h4", { class: "section-title" }, name, " ", h("span", { class: "note" }, said)),
    columns.length > 0 && h("ul", { class: "mapping" }, columns.map(column)),
    skipped.map((one) => h("p", { class: "note" }, leftOut(one))),
    findings.map((finding) => h("p", { class: "note" }, findingWords(finding))),
  );
}

function column({ header, field: name, confidence, decidedBy, fillRate, samples, whose: of = "person", shared }) {
  const sure = confidence >= 0.8 ? "sure" : confidence >= 0.5 ? "likely" : "unsure";
  const title = `${way(decidedBy)}; filled in ${number(Math.round(fillRate * 100))}% of rows; for example ${samples.join(", ")}`;
  return h(
    "li",
    { title },
    h("span", { class: "mapping-from" }, header || "(no header)"),
    h("span", { class: "mapping-to" }, field(name), h("span", { class: "note" }, ofWhom(name, of, shared))),
    h("span", { class: "mapping-sure", "data-sure": sure }, sure),
  );
}

/** What people would not expect: a column that never speaks for the lead, or emails that are nobody's own. */
function ofWhom(name, of, shared) {
  if (of === "somebodyElse" || (of === "company" && name !== "company")) return ` ${whose(of)}`;
  return shared ? " shared by several people" : "";
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
