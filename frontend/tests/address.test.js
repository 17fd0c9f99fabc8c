import assert from "node:assert/strict";
import { test } from "node:test";
import { askable, filterParameters, isNarrowed, leadsParameters, parseView, writeView } from "../js/address.js";

const FULL =
  "?q=zo%C3%AB&filter_company=%3DSample+%26+Co&filter_phone=%21&sortBy=company&sortOrder=asc&page=3&pageSize=100" +
  "&columns=name%2Cemail&panel=lead&lead=L1";
const OF_LISTS = {
  q: "",
  filters: { "column.country": "|Germany|France", "column.=&,:%2C 🎪": "x", "column.rating": ">3" },
  match: "any",
  sortBy: "column.rating",
  sortOrder: "asc",
  page: 1,
  pageSize: 50,
  columns: ["column.country", "name", "column.=&,:%2C 🎪", "column.,"],
  widths: { "column.=&,:%2C 🎪": 120, name: 200 },
  pinned: 2,
  panel: "",
  lead: "",
  company: "",
  openView: null,
};

test("a view is written as it was read", () => {
  assert.equal(writeView(parseView(FULL)), FULL);
});

test("the usual view has no query string", () => {
  assert.equal(writeView(parseView("")), "");
});

test("columns of lists are kept by any name, with their filters, order, widths and pins", () => {
  assert.deepEqual(parseView(writeView(OF_LISTS)), OF_LISTS);
});

test("the API is not asked for columns that are gone", () => {
  const columns = { isGone: (name) => name === "column.rating", isIncomparable: () => false };
  const { sortBy, sortOrder, ...filters } = leadsParameters(askable(OF_LISTS, columns));
  assert.deepEqual([sortBy, sortOrder], ["updatedAt", "desc"]);
  assert.deepEqual(filters, {
    "filter_column.country": "|Germany|France",
    "filter_column.=&,:%2C 🎪": "x",
    match: "any",
    page: 1,
    pageSize: 50,
  });
});

test("the API is not asked to compare a column with what is not in it, and sorts by it", () => {
  const columns = { isGone: () => false, isIncomparable: (name, value) => name === "column.rating" && value === ">3" };
  const { filters, sortBy, sortOrder } = askable(OF_LISTS, columns);
  assert.deepEqual([sortBy, sortOrder], ["column.rating", "asc"]);
  assert.deepEqual(Object.keys(filters), ["column.country", "column.=&,:%2C 🎪"]);
});

test("all filters hold where nothing else is said", () => {
  assert.deepEqual(filterParameters(parseView("?filter_email=x")), { filter_email: "x" });
});

for (const search of [
  "?page=0",
  "?page=-1",
  "?page=1e9",
  "?page=x",
  "?pageSize=7",
  "?sortBy=1;DROP",
  "?sortOrder=up",
  "?columns=nothing",
  "?columns=uploadId",
  "?panel=other",
  "?panel=lead",
  "?filter_nothing=x",
  "?filter_possibleDuplicates=x",
  "?sortBy=possibleDuplicates",
  "?lead=L1",
  "?match=some",
  "?columns=remarks",
  "?columns=column.",
  "?sortBy=remarks",
  "?widths=name%3A5",
  "?widths=name%3Awide",
  "?widths=nothing%3A100",
  "?pinned=-1",
  "?pinned=99",
]) {
  test(`what an address cannot mean is taken as not said: ${search}`, () => {
    assert.equal(writeView(parseView(search)), "");
  });
}

test("the API is asked for what narrows, sorts and pages, and for nothing else", () => {
  assert.deepEqual(leadsParameters(parseView(FULL)), {
    q: "zoë",
    filter_company: "=Sample & Co",
    filter_phone: "!",
    sortBy: "company",
    sortOrder: "asc",
    page: 3,
    pageSize: 100,
  });
});

test("a search or a filter narrows, a sort does not", () => {
  assert.deepEqual(
    ["?q=x", "?filter_email=x", "?filter_remarks=x", "?sortBy=email"].map((search) => isNarrowed(parseView(search))),
    [true, true, true, false],
  );
});
