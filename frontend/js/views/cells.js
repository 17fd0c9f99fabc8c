/** How the value of a column is shown. */

import { writeView, parseView } from "../address.js";
import { columnNamed } from "../columns.js";
import { h } from "../dom.js";
import { ago, flag, moment, nameOf, titleOf, way } from "../words.js";

const SHOWN = {
  name: (lead) => nameOf(lead),
  email: ({ email }) => email && mailLink(email),
  phone: ({ phone }) => phone && phoneLink(phone),
  remarks: ({ remarks }) => remarks && h("span", { class: "remarks", title: remarks }, remarks.replaceAll("\n", " · ")),
  flags: ({ flags }) => flags.map(flagMark),
  standardisedBy: ({ standardisedBy }) => way(standardisedBy),
};

/** The content of a cell; `isFirst` for the one that opens the lead. */
export function cell(name, lead, isFirst) {
  const shown = (
    SHOWN[name] ?? (columnNamed(name).isDate ? (one) => time(one[name]) : (one) => String(one[name] ?? ""))
  )(lead);
  if (!isFirst) return shown;
  const link = writeView({ ...parseView(location.search), panel: "lead", lead: lead.leadId });
  const isLink = shown instanceof Node || Array.isArray(shown);
  return h("a", { href: link, class: "lead-link", "data-key": lead.leadId }, (!isLink && shown) || titleOf(lead));
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
