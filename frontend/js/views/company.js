/** One company: its people, lists, domains and spellings, and a way to its leads. */

import { h } from "../dom.js";

export function companyView(_page) {
  return { element: h("article", { class: "lead" }) };
}
