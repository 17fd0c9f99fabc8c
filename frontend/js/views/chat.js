/** Questions about the leads: what was asked, the answer, the query behind it, and the way from there into the table. */

import { isOfLists } from "../columns.js";
import { fill, h, newId } from "../dom.js";
import { icon } from "../icons.js";
import { nameOf, number } from "../words.js";
import { barChart } from "./chart.js";
import { queryChips } from "./query_chips.js";

const SUGGESTIONS = ["How many leads have no phone?", "Leads by company", "Newest 5 leads", "Leads that need review"];
const SHOWN = 5;
const SHORT = 20; // characters of a column's name in a question that is suggested

export function chatView({ api, address, columns }) {
  const log = h("div", {
    class: "chat-log",
    role: "log",
    "aria-live": "polite",
    "aria-label": "Questions and answers",
    tabindex: "0",
  });
  const id = newId("question");
  const input = h("input", {
    id,
    class: "input",
    type: "text",
    maxlength: "500",
    autocomplete: "off",
    placeholder: "How many leads at Acme?",
  });
  const suggestions = h("div", { class: "suggestions" });
  let previous = null;
  let turn = 0;
  const ask = (question, body) => exchange(question, body);
  const exchange = async (question, body) => {
    const mine = ++turn;
    const answer = h("div", { class: "answer", "aria-busy": "true" }, h("p", { class: "note" }, "Looking …"));
    log.append(h("p", { class: "question" }, question), answer);
    fill(suggestions);
    answer.scrollIntoView({ block: "nearest" });
    const said = await api.post("/chat", body).catch(({ message, details }) => {
      return { answer: message, failed: true, isOutdated: details?.parameter === "previous" };
    });
    if (mine === turn && (said.query || said.isOutdated)) previous = said.query?.fields ?? null;
    answer.removeAttribute("aria-busy");
    fill(answer, answerParts(said, { address, known: columns, ask }));
    answer.scrollIntoView({ block: "nearest" });
  };
  const submit = (event) => {
    event.preventDefault();
    const question = input.value.trim();
    if (!question) return;
    input.value = "";
    ask(question, { question, ...(previous ? { previous } : {}) });
  };
  const suggest = () => {
    if (!turn)
      fill(
        suggestions,
        suggested(columns).map((text) => suggestion(text, ask)),
      );
  };
  columns.addEventListener("change", suggest);
  suggest();
  const form = h(
    "form",
    { class: "chat-form", onsubmit: submit },
    h("label", { for: id, class: "sr-only" }, "Question about your leads"),
    input,
    h("button", { class: "button primary icon-only", "aria-label": "Ask" }, icon("send")),
  );
  const intro = h(
    "p",
    { class: "note padded" },
    "Ask in plain English. Every number is computed from the leads, and the query is shown.",
  );
  return { element: h("div", { class: "chat" }, intro, log, suggestions, form), focus: input };
}

/** Questions to begin with, one of them about a column of the lists that is shown as usual. */
function suggested(columns) {
  const ofLists = columns.shown({ columns: [] }).find(({ key, label }) => key !== undefined && label.length <= SHORT);
  return ofLists ? [...SUGGESTIONS, `Leads by ${ofLists.label.toLowerCase()}`] : SUGGESTIONS;
}

function suggestion(text, ask) {
  return h("button", { type: "button", class: "button small", onclick: () => ask(text, { question: text }) }, text);
}

function answerParts(
  { answer, query, columns = [], rows = [], appliesToTable, examples = [], failed },
  { address, known, ask },
) {
  const show = () =>
    address.go({
      q: appliesToTable.q,
      filters: appliesToTable.filters,
      match: appliesToTable.match ?? "all",
      sortBy: appliesToTable.sortBy,
      sortOrder: appliesToTable.sortOrder,
    });
  return [
    h("p", { class: failed ? "error" : "answer-words" }, answer),
    query && queryChips(query, known, (fields, words) => ask(words, { query: fields })),
    result(query, columns, rows, known),
    appliesToTable &&
      h("button", { type: "button", class: "button small", onclick: show }, icon("filter"), "Show in table"),
    examples.length > 0 &&
      h(
        "div",
        { class: "suggestions" },
        examples.map((text) => suggestion(text, ask)),
      ),
  ];
}

function result(query, columns, rows, known) {
  if (!rows.length || query?.fields.kind === "count") return null;
  if (query.fields.kind === "group") {
    const { label, isUnknown } = known.named(query.fields.groupBy);
    return barChart(rows, isUnknown ? columns[0] : label);
  }
  const leads = rows.slice(0, SHOWN).map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
  const rest = rows.length - leads.length;
  return h(
    "ul",
    { class: "found" },
    leads.map((lead) => found(lead, known)),
    rest > 0 && h("li", { class: "note" }, `and ${number(rest)} more`),
  );
}

function found(lead, known) {
  const ofLists = Object.entries(lead).filter(([name, value]) => isOfLists(name) && value);
  const others = ofLists.map(([name, value]) => `${known.named(name).label}: ${value}`);
  return h(
    "li",
    {},
    h("strong", {}, nameOf(lead) || lead.email || lead.phone || "No name"),
    " ",
    h(
      "span",
      { class: "note" },
      [lead.title, lead.company, lead.email, lead.phone, ...others].filter(Boolean).join(" · "),
    ),
  );
}
