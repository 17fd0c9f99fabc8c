/** Export of the leads that the table counts, as a file. */

import { askable } from "../address.js";
import { fill, h } from "../dom.js";
import { seenInText } from "../unseen.js";
import { count } from "../words.js";

const FORMATS = [
  ["xlsx", "Excel", ".xlsx; phones and leading zeros stay as they are"],
  ["csv", "CSV", ".csv; for every other program"],
];

export function exportForm({ api, address, columns, leads, notices }, close) {
  const { q, filters, match, sortBy, sortOrder } = askable(address.view, columns);
  const total = count(leads.pagination.totalCount, "lead");
  const status = h("p", { class: "note", role: "status" });
  const go = async (event) => {
    event.preventDefault();
    const format = new FormData(event.target).get("format");
    fill(status, "Writing the file …");
    try {
      const made = await api.post("/export", { format, q, filters, match, sort: { sortBy, sortOrder } });
      close();
      download(made.url);
      notices.say(`${count(made.count, "lead")} exported to ${seenInText(made.fileName)}.`);
    } catch (error) {
      fill(
        status,
        error.status === 0 || error.status === 504
          ? "This takes a while. Ask again in a moment: the file is being finished."
          : error.message,
      );
    }
  };
  return h(
    "form",
    { class: "form", onsubmit: go },
    h("h2", { class: "form-title" }, `Export ${total}`),
    h(
      "p",
      { class: "note" },
      "Exactly what the table counts, in its order, with every column that one of them has. Importing the file again changes nothing.",
    ),
    h(
      "fieldset",
      {},
      h("legend", { class: "sr-only" }, "Format"),
      FORMATS.map(([value, label, note], at) =>
        h(
          "label",
          { class: "choice" },
          h("input", { type: "radio", name: "format", value, checked: at === 0 }),
          h("span", {}, label, h("span", { class: "note block" }, note)),
        ),
      ),
    ),
    status,
    h("div", { class: "form-actions" }, h("button", { class: "button primary" }, `Export ${total}`)),
  );
}

/** The link answers with a file, so that the page stays where it is. */
function download(url) {
  const link = h("a", { href: url, download: true, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
}
