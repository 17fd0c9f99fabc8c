import assert from "node:assert/strict";
import { test } from "node:test";
import { isNarrowed, leadsParameters, parseView, writeView } from "../js/address.js";

const FULL =
  "?q=zo%C3%AB&filter_company=%3DSample+%26+Co&filter_phone=%21&sortBy=company&sortOrder=asc&page=3&pageSize=100" +
  "&columns=name%2Cemail&panel=lead&lead=L1";

test("a view is written as it was read", () => {
  assert.equal(writeView(parseView(FULL)), FULL);
});

test("the usual view has no query string", () => {
  assert.equal(writeView(parseView("")), "");
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
    ["?q=x", "?filter_email=x", "?sortBy=email"].map((search) => isNarrowed(parseView(search))),
    [true, true, false],
  );
});
