/** Filters as the API writes them: one text that says how a column's values are compared, and with what. */

const SIGNS = { equals: "=", not: "!=", begins: "^", above: ">", below: "<" };
const ORDERED = ["above", "below", "between"];
/** How a number or a date begins, as lists write it: `3`, `-3`, `€ 3`, `2026-03`, `April 3, 2026`. */
const END = /^-?(?: ?(?:\p{Sc}|\p{Lu}{3}) ?-?)?\.?\d|^\p{L}+\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}/u;

/** How a column's values can be compared, in the order in which it is offered. */
export function sensesOf(column) {
  const ordered = column.isDate || column.type === "number" ? ["between", "above", "below"] : [];
  return [...ordered, "contains", "equals", "not", "begins", "oneOf", "empty", "filled"];
}

/** `{sense, text}` of a filter; the texts of one of several are taken apart by `oneOfTexts`. */
export function parseFilter(column, value) {
  if (value === "!") return { sense: "empty", text: "" };
  if (value === "*") return { sense: "filled", text: "" };
  if (value.startsWith("|")) return { sense: "oneOf", text: value.slice(1) };
  const isOrdered = sensesOf(column).includes("between");
  for (const [sense, sign] of Object.entries(SIGNS)) {
    if (value.startsWith(sign) && (isOrdered || !ORDERED.includes(sense)))
      return { sense, text: value.slice(sign.length) };
  }
  if (isOrdered && rangeEnds(value).length) return { sense: "between", text: value };
  return { sense: "contains", text: value.startsWith("\\") ? value.slice(1) : value };
}

/** The ends of what a filter on a column of lists compares with, whatever is in the column; [] where it compares nothing. */
export function comparedWith(value) {
  const text = value.trim();
  if (/^[<>]/.test(text)) return [text.slice(1).trim()].filter(Boolean);
  return rangeEnds(text);
}

/** The ends of a range, either of which may be left open; [] for what is none. */
function rangeEnds(text) {
  const [start, ...rest] = text.split("..");
  const ends = rest.length ? [start, rest.join("..")].map((end) => end.trim()).filter(Boolean) : [];
  return ends.every((end) => END.test(end)) ? ends : [];
}

/** The inverse of `parseFilter`; empty for a filter that asks for nothing. */
export function filterValue({ sense, text }) {
  if (sense === "empty") return "!";
  if (sense === "filled") return "*";
  const wanted = text.trim();
  if (!wanted || wanted === "..") return "";
  if (sense === "oneOf") return `|${wanted}`;
  if (sense === "between") return wanted;
  if (sense in SIGNS) return SIGNS[sense] + wanted;
  return /^[=\\^|<>]|^!=|^[!*]$|\.\./.test(wanted) ? `\\${wanted}` : wanted;
}

/** The texts of "is one of", of which any will do. */
export function oneOfTexts(text) {
  return text.match(/(?:\\.|[^|\\])+/gsu)?.map((one) => one.replace(/\\(.)/gsu, "$1")) ?? [];
}

/** The inverse of `oneOfTexts`. */
export function oneOfText(texts) {
  return texts.map((one) => one.replace(/[|\\]/g, "\\$&")).join("|");
}

/** What a filter asks for where one of these is wanted; a single one is "is exactly". */
export function oneOfValue(texts) {
  if (texts.length === 1) return filterValue({ sense: "equals", text: texts[0] });
  return filterValue({ sense: "oneOf", text: oneOfText(texts) });
}
