/** The values of one lead: each with its origin and what else was said; those of columns of lists under the columns' names. */

import { h } from "../dom.js";
import { own } from "../own.js";
import { seenInText } from "../unseen.js";
import { alsoSaid, count, moment, way } from "../words.js";
import { flagMark } from "./cells.js";

const MISFITS = { number: "not a number", date: "not a date" };

/** What the lists say in their own columns; columns that the team hides are one click away. */
export function ofLists(lead, columns) {
  const all = byColumn(lead, columns);
  const hidden = all.filter(({ column }) => column?.isHidden);
  const shown = all.filter(({ column }) => !column?.isHidden);
  const list = (some) =>
    h(
      "dl",
      { class: "values" },
      some.map((one) => columnValues(one, lead)),
    );
  return [
    shown.length > 0 && [h("h4", { class: "section-title" }, "From its lists"), list(shown)],
    hidden.length > 0 &&
      h("details", {}, h("summary", { class: "note" }, count(hidden.length, "hidden column")), list(hidden)),
  ];
}

/** `{label, column, headers}` for each column that the lead has a value of, in the order of its lists. */
export function byColumn({ remarks, remarkOrigins }, columns) {
  const found = new Map();
  for (const [header, text] of Object.entries(remarks)) {
    if (!text) continue;
    const column = columns?.ofKey(own(remarkOrigins, header)?.column);
    const name = column?.name ?? header;
    if (!found.has(name)) found.set(name, { label: column?.label ?? header, column, headers: [] });
    found.get(name).headers.push(header);
  }
  return [...found.values()];
}

function columnValues({ label, column, headers }, lead) {
  const misfit = lead.misfits?.includes(column?.key) && MISFITS[column.type];
  return headers.map((header) =>
    value(label, lead.remarks[header], own(lead.remarkOrigins, header), {
      notes: [
        header !== label && h("span", { class: "note written" }, `in its list: ${header}`),
        misfit && h("span", { class: "mark" }, headers.length > 1 ? `not all: ${misfit}` : `does not fit: ${misfit}`),
      ],
    }),
  );
}

/** `link(text)` is what the text is shown as, `notes` what else there is to say of it. */
export function value(label, text, origin, { link = null, notes = [] } = {}) {
  return h(
    "div",
    { class: "value" },
    h("dt", {}, label),
    h(
      "dd",
      {},
      text ? h("span", { class: "value-text" }, link ? link(text) : text) : h("span", { class: "blank" }, "–"),
      origin?.flags.map(flagMark),
      origin && source(origin),
      notes,
      origin?.written && h("span", { class: "note written" }, `written: ${origin.written}`),
      (origin?.overruled?.length > 0 || origin?.moreOverruled) && overruled(origin),
    ),
  );
}

/** What else was said of a value, one click away: the newest first. */
function overruled({ overruled: others, moreOverruled }) {
  const items = others
    .toReversed()
    .map((other) => h("li", {}, h("span", { class: "value-text" }, other.text), source(other)));
  return h(
    "details",
    { class: "overruled" },
    h("summary", {}, alsoSaid(others.length, moreOverruled)),
    h("ul", {}, items),
    moreOverruled && h("p", { class: "note" }, "Older ones are in the row reports of their imports."),
  );
}

/** Where a value comes from, in one line; when and how in its title. */
function source({ sourceFile, worksheet, row, time: at, standardisedBy = "rules" }) {
  const file = sourceFile ? seenInText(sourceFile) : "an earlier file";
  const place = [file, worksheet && seenInText(worksheet), `row ${row}`].filter(Boolean).join(" › ");
  const how = standardisedBy === "rules" ? "" : ` · ${way(standardisedBy)}`;
  return h("span", { class: "source", title: `${place}, ${moment(at)}, ${way(standardisedBy)}` }, place, how);
}
