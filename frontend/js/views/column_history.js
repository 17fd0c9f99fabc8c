/** What people decided about columns, newest first, each of which can be taken back. */

import { h } from "../dom.js";
import { ago } from "../words.js";

const MOST_SHOWN = 20;

/** The decisions on `keys` of a history that has the newest first; `change(changes, words, key)` takes one back. */
export function columnHistory(history, keys, columns, change) {
  const told = history.filter(({ key }) => keys.includes(key));
  if (!told.length) return null;
  const items = told.slice(0, MOST_SHOWN).map((decision) => item(decision, columns, change));
  return h(
    "details",
    {},
    h("summary", { class: "note" }, "What was decided"),
    h("ul", { class: "decisions", "aria-label": "What was decided" }, items),
  );
}

/** "Renamed from “Land” to “Country”". */
export function decisionWords({ what, from, to }, columns) {
  const nameOf = (key) => columns.find((column) => column.key === key)?.name ?? key;
  if (what === "name") return to ? `Renamed ${from ? `from “${from}” ` : ""}to “${to}”` : "Named as in the lists";
  if (what === "joinedTo") return to ? `Joined to “${nameOf(to)}”` : `Taken apart from “${nameOf(from)}”`;
  if (what === "hidden") return to ? "Hidden" : "Shown again";
  return to ? `Said to be ${to}` : "Type told by the values";
}

function item(decision, columns, change) {
  const { key, what, from, by, at } = decision;
  const words = decisionWords(decision, columns);
  const takeBack = () => change({ [what]: from ?? null }, `Taken back: ${words}.`, key);
  return h(
    "li",
    { class: "flex items-start gap-2" },
    h(
      "span",
      { class: "min-w-0 flex-1 wrap-anywhere" },
      words,
      h("span", { class: "note block" }, `${by}, ${ago(at)}`),
    ),
    h(
      "button",
      {
        type: "button",
        class: "button small",
        "aria-label": `Take back: ${words}`,
        "data-key": `back-${key}-${what}-${at}`,
        onclick: takeBack,
      },
      "Take back",
    ),
  );
}
