/** The companies of the leads: searched and paged, each of which opens. */

import { h } from "../dom.js";

export function companiesView(_page) {
  return { element: h("div", {}) };
}
