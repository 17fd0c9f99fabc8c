/** The companies of the leads: searched and paged, each of which opens. */

import { isAbandoned } from "../api.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { count, number } from "../words.js";
import { rangeWords } from "./pager.js";

const PAUSE_MS = 250;
const PAGE_SIZE = 50;
const SORTS = { leads: "Most leads first", name: "By name" };

export function companiesView({ api, address, leads }) {
  const wanted = { q: "", sortBy: "leads", page: 1 };
  const status = h("p", { class: "note", role: "status" });
  const list = h("ul", { class: "companies", "aria-label": "Companies" });
  const steps = h("div", { class: "pages" });
  let shownAsOf;
  let abandon = new AbortController();
  const load = async () => {
    abandon.abort();
    abandon = new AbortController();
    if (!list.children.length) fill(status, "Reading the companies …");
    try {
      const answer = await api.get("/companies", parameters(wanted), abandon.signal);
      shownAsOf = answer.asOf;
      fill(
        list,
        answer.companies.map((company) => item(company, address)),
      );
      fill(status, statusWords(answer.pagination));
      fill(steps, stepButtons(answer.pagination, go));
    } catch (error) {
      if (!isAbandoned(error)) fill(status, error.message);
    }
  };
  const go = (changes) => {
    Object.assign(wanted, { page: 1, ...changes });
    return load();
  };
  const form = h("div", { class: "companies-form" }, searchInput(go), sortSelect(go));
  const show = () => {
    if (address.view.panel === "companies" && (shownAsOf === undefined || shownAsOf !== leads.asOf)) load();
  };
  leads.addEventListener("change", () => !leads.isLoading && leads.asOf && show());
  const element = h("div", { class: "companies-view" }, form, status, list, steps);
  return { element, show };
}

function parameters({ q, sortBy, page }) {
  return { ...(q ? { q } : {}), sortBy, page, pageSize: PAGE_SIZE };
}

function statusWords(pagination) {
  const { totalCount } = pagination;
  return totalCount ? `${rangeWords(pagination)} ${totalCount === 1 ? "company" : "companies"}` : "No such company.";
}

function searchInput(go) {
  let timer;
  const search = () => {
    clearTimeout(timer);
    timer = setTimeout(() => go({ q: input.value.trim() }), PAUSE_MS);
  };
  const input = h("input", {
    type: "search",
    class: "input",
    placeholder: "Search companies",
    "aria-label": "Search companies",
    autocomplete: "off",
    maxlength: "200",
    oninput: search,
  });
  // Escape empties the field, and closes the panel only when there is nothing to empty.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !input.value) return;
    event.preventDefault();
    input.value = "";
    search();
  });
  return input;
}

function sortSelect(go) {
  return h(
    "select",
    { class: "input", "aria-label": "Order of the companies", onchange: ({ target }) => go({ sortBy: target.value }) },
    Object.entries(SORTS).map(([value, words]) => h("option", { value }, words)),
  );
}

function item({ key, name, spellings, leads, lists, domains }, address) {
  const told = [count(leads, "lead"), count(lists, "list"), ...domains.slice(0, 1)];
  const others = spellings.length - 1;
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: "menu-item",
        "data-key": `company-${key}`,
        onclick: () => address.go({ panel: "company", company: key }),
      },
      h(
        "span",
        { class: "min-w-0 flex-1" },
        h("span", { class: "block truncate font-medium" }, name),
        h("span", { class: "note block truncate" }, told.join(" · ")),
      ),
      others > 0 && h("span", { class: "pill" }, `${number(others + 1)} spellings`),
    ),
  );
}

function stepButtons({ page, totalPages }, go) {
  if (totalPages < 2) return null;
  const step = (name, label, target) =>
    h(
      "button",
      {
        type: "button",
        class: "button ghost",
        disabled: target < 1 || target > totalPages,
        onclick: () => go({ page: target }),
      },
      icon(name),
      label,
    );
  return [step("left", "Previous", page - 1), step("right", "Next", page + 1)];
}
