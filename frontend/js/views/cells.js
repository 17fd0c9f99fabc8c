/** How the value of a column is shown. */

import { parseView, writeView } from "../address.js";
import { h } from "../dom.js";
import { own } from "../own.js";
import { seenInText } from "../unseen.js";
import { ago, flag, moment, nameOf, titleOf, way } from "../words.js";

const SHOWN = {
  name: (lead) => nameOf(lead),
  company: (lead) => companyLink(lead),
  email: ({ email }) => email && mailLink(email),
  phone: ({ phone }) => phone && phoneLink(phone),
  flags: ({ flags }) => flags.map(flagMark),
  sourceFile: ({ sourceFile }) => seenInText(sourceFile ?? ""),
  standardisedBy: ({ standardisedBy }) => way(standardisedBy),
};

const MISFITS = { number: "not a number", date: "not a date" };

/** The content of a cell. */
export function cell(column, lead) {
  const { name, key } = column;
  if (key !== undefined) return cellOfLists(column, lead);
  if (SHOWN[name]) return SHOWN[name](lead);
  return column.isDate ? time(lead[name]) : String(lead[name] ?? "");
}

/** A value as lists have it; one that is not of the column's type is marked. */
function cellOfLists({ key, type }, { columns, misfits }) {
  const text = own(columns, key) ?? "";
  if (!text) return "";
  const shown = h("span", { title: text }, text.replaceAll("\n", " · "));
  const words = misfits?.includes(key) && MISFITS[type];
  return words ? [shown, h("span", { class: "mark after", title: `Does not fit: ${words}` }, words)] : shown;
}

/** Where the page shows this lead, beside the same leads. */
export function leadAddress({ leadId }) {
  return writeView({ ...parseView(location.search), panel: "lead", lead: leadId });
}

/** The content of a row's first cell: a link that opens the lead. */
export function leadLink(column, lead) {
  const shown = column.key === undefined ? cell(column, lead) : own(lead.columns, column.key);
  const text = typeof shown === "string" && shown ? shown : titleOf(lead);
  return h("a", { href: leadAddress(lead), class: "lead-link", "data-key": lead.leadId }, text);
}

/** The name of a lead's company, which opens the company with all of its spellings. */
export function companyLink({ company }) {
  if (!company) return "";
  const href = writeView({ ...parseView(location.search), panel: "company", company });
  return h("a", { href, class: "link company-link", "data-company": company }, company);
}

export function mailLink(email) {
  return h("a", { href: `mailto:${email}`, class: "link" }, email);
}

export function phoneLink(phone) {
  return h("a", { href: `tel:${phone.replace(/[^+0-9;a-z=]/gi, "")}`, class: "link" }, phone);
}

export function flagMark(code) {
  return h("span", { class: "mark" }, flag(code));
}

export function time(value) {
  return value && h("time", { datetime: value, title: moment(value) }, ago(value));
}
