/** The query behind an answer as chips; taking one away asks again without it. */

import { h } from "../dom.js";
import { filterValue } from "../filter_texts.js";
import { icon } from "../icons.js";
import { chipWords } from "./chips.js";

const DOMAIN = { name: "emailDomain", label: "Email domain" };

/** `ask(fields, words)` runs another query; `columns` know what the columns of lists are called. */
export function queryChips({ fields, words }, columns, ask) {
  const named = (name) => (name === DOMAIN.name ? DOMAIN : columns.named(name));
  const parts = fields.filters.map(([column, sense, text], at) => ({
    words: chipWords(named(column), filterValue({ sense, text })),
    without: { ...fields, filters: fields.filters.filter((_, other) => other !== at) },
  }));
  if (fields.q) parts.push({ words: `“${fields.q}”`, without: { ...fields, q: "" } });
  if (fields.kind === "group")
    parts.push({
      words: `by ${named(fields.groupBy).label.toLowerCase()}`,
      without: { ...fields, kind: "count", groupBy: "" },
    });
  if (!parts.length) return null;
  return h(
    "ul",
    { class: "chips", "aria-label": `Query: ${words}` },
    parts.map((part) => chip(part, ask)),
  );
}

function chip({ words, without }, ask) {
  return h(
    "li",
    { class: "chip" },
    h("span", { class: "chip-words" }, words),
    h(
      "button",
      {
        type: "button",
        class: "chip-remove",
        "aria-label": `Ask without: ${words}`,
        onclick: () => ask(without, `Without “${words}”`),
      },
      icon("close"),
    ),
  );
}
