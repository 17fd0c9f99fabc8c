/** Groups as bars: a list for those who listen, drawn for those who look. */

import { h, svg } from "../dom.js";
import { count, number } from "../words.js";

const WIDTH = 100;

/** `rows` are `[value, how many leads]`, largest first. */
export function barChart(rows, label) {
  const most = Math.max(...rows.map(([, amount]) => amount));
  const items = rows.map(([value, amount]) =>
    h(
      "li",
      { title: `${value || "(blank)"}: ${count(amount, "lead")}` },
      h("span", { class: "chart-label" }, value || "(blank)"),
      h("span", { class: "chart-amount" }, number(amount)),
      svg(
        "svg",
        { class: "chart-bar", viewBox: `0 0 ${WIDTH} 4`, preserveAspectRatio: "none", "aria-hidden": "true" },
        svg("rect", { width: (WIDTH * amount) / most, height: 4, rx: 1 }),
      ),
    ),
  );
  return h("ol", { class: "chart", "aria-label": `Leads by ${label.toLowerCase()}` }, items);
}
