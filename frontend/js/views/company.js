/** One company: its people, lists, domains and spellings, and a way to its leads. */

import { writeView } from "../address.js";
import { isAbandoned } from "../api.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { seenInText } from "../unseen.js";
import { count, number, titleOf } from "../words.js";
import { mailLink, phoneLink } from "./cells.js";

/** Where the panel lies over the table, and has to go for it to be seen. */
const NARROW = matchMedia("(max-width: 63.99rem)");

export function companyView(page) {
  const { api, address, leads } = page;
  const element = h("article", { class: "lead" });
  const toAll = h(
    "button",
    {
      type: "button",
      class: "button ghost icon-only",
      "aria-label": "All companies",
      title: "All companies",
      onclick: () => address.go({ panel: "companies" }),
    },
    icon("companies"),
  );
  let shown = "";
  let abandon = new AbortController();
  const show = async () => {
    const { company, panel } = address.view;
    const wanted = `${company}\n${leads.asOf}`;
    if (panel !== "company" || wanted === shown) return;
    if (!shown.startsWith(`${company}\n`)) fill(element, h("p", { class: "note" }, "Reading the company …"));
    shown = wanted;
    abandon.abort();
    abandon = new AbortController();
    const { signal } = abandon;
    try {
      const answer = await api.get("/companies", { key: company }, signal);
      if (!signal.aborted) fill(element, full(answer, page));
    } catch (error) {
      if (!isAbandoned(error)) fill(element, h("p", { class: "error" }, error.message));
    }
  };
  leads.addEventListener("change", () => !leads.isLoading && show());
  document.addEventListener("click", (event) => followLink(event, address));
  return { element, extra: toAll, show };
}

/** A click on a company's name, wherever it stands, opens it beside what is shown. */
function followLink(event, address) {
  const link = event.target.closest?.(".company-link");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  address.go({ panel: "company", company: link.dataset.company });
}

function full(company, { address }) {
  const showLeads = () => {
    const panel = NARROW.matches ? "" : "company";
    address.go({ q: "", filters: { companyKey: `=${company.key}` }, openView: null, panel });
  };
  return [
    h(
      "header",
      { class: "lead-head" },
      h("h3", { class: "lead-name wrap-anywhere" }, company.name),
      h("p", { class: "note" }, `${count(company.leads, "lead")} in ${count(company.lists.length, "list")}`),
    ),
    h(
      "div",
      {},
      h(
        "button",
        { type: "button", class: "button", onclick: showLeads },
        icon("filter"),
        "Show its leads in the table",
      ),
    ),
    section(
      "People",
      company.people,
      (person) => personItem(person, address),
      more(company.leads - company.people.length),
    ),
    section("Domains", company.domains, (domain) => domain),
    section("Lists", company.lists, ({ sourceFile, leads }) =>
      amount(seenInText(sourceFile || "an earlier file"), leads),
    ),
    section("Spellings", company.spellings, ({ text, leads }) => amount(text, leads)),
  ];
}

function more(others) {
  return others > 0 && h("p", { class: "note" }, `and ${number(others)} more in the table`);
}

function section(title, all, shown, rest = null) {
  if (!all.length) return null;
  return h(
    "section",
    { class: "company-section" },
    h("h4", { class: "section-title" }, title),
    h(
      "ul",
      { "aria-label": title },
      all.map((one) => h("li", { class: "wrap-anywhere" }, shown(one))),
    ),
    rest,
  );
}

function amount(text, leads) {
  return [h("span", {}, text), h("span", { class: "note" }, ` · ${count(leads, "lead")}`)];
}

function personItem(person, address) {
  const view = { panel: "lead", lead: person.leadId };
  const open = (event) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    address.go(view);
  };
  const href = writeView({ ...address.view, ...view });
  const reach = [person.email && mailLink(person.email), person.phone && phoneLink(person.phone)].filter(Boolean);
  return [
    h("a", { class: "link font-medium", href, onclick: open }, titleOf(person)),
    person.title && h("span", { class: "note" }, ` · ${person.title}`),
    reach.length > 0 && h("span", { class: "block reach" }, reach),
  ];
}
