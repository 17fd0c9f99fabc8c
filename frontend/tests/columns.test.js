import assert from "node:assert/strict";
import { test } from "node:test";
import { columnNamed, filterValue, parseFilter } from "../js/columns.js";
import { chipWords } from "../js/views/filters.js";

const company = columnNamed("company");
const created = columnNamed("createdAt");

for (const filter of [
  { sense: "contains", text: "acme" },
  { sense: "contains", text: "=x" },
  { sense: "contains", text: "!" },
  { sense: "contains", text: "\\x" },
  { sense: "equals", text: "Acme Ltd" },
  { sense: "empty", text: "" },
  { sense: "filled", text: "" },
]) {
  test(`a filter is read as it was written: ${filter.sense} ${filter.text}`, () => {
    assert.deepEqual(parseFilter(company, filterValue(filter)), filter);
  });
}

test("only a date lies between others", () => {
  assert.equal(parseFilter(created, "2026-03..2026-04").sense, "between");
  assert.equal(parseFilter(company, "a..b").sense, "contains");
});

test("a filter that asks for nothing is none", () => {
  assert.deepEqual(
    ["contains", "equals"].map((sense) => filterValue({ sense, text: "  " })),
    ["", ""],
  );
  assert.equal(filterValue({ sense: "between", text: ".." }), "");
});

test("a chip says what a filter asks for", () => {
  const uploads = { all: [{ uploadId: "u1", fileName: "fair.xlsx" }] };
  assert.deepEqual(
    [
      chipWords(company, "acme"),
      chipWords(company, "=Acme"),
      chipWords(company, "!"),
      chipWords(created, "2026-03-01..2026-03-31"),
      chipWords(created, "2026-03-01.."),
      chipWords(created, "..2026-03-31"),
      chipWords(columnNamed("uploadId"), "=u1", uploads),
    ],
    [
      "Company contains acme",
      "Company is Acme",
      "Company is empty",
      "Created from 2026-03-01 until 2026-03-31",
      "Created from 2026-03-01",
      "Created until 2026-03-31",
      "Upload is fair.xlsx",
    ],
  );
});
