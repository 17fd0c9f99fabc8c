import assert from "node:assert/strict";
import { test } from "node:test";
import { columnNamed } from "../js/columns.js";
import { filterValue, oneOfText, oneOfTexts, oneOfValue, parseFilter } from "../js/filter_texts.js";
import { chipWords } from "../js/views/chips.js";
import { stateWords } from "../js/views/value_list.js";

const company = columnNamed("company");
const created = columnNamed("createdAt");
const rating = { label: "Rating", key: "rating", type: "number" };
const met = { label: "Met on", key: "meton", type: "date", isDate: true };

for (const filter of [
  { sense: "contains", text: "acme" },
  { sense: "contains", text: "=x" },
  { sense: "contains", text: "!" },
  { sense: "contains", text: "!=x" },
  { sense: "contains", text: "^x" },
  { sense: "contains", text: "|x" },
  { sense: "contains", text: ">5" },
  { sense: "contains", text: "a..b" },
  { sense: "contains", text: "\\x" },
  { sense: "equals", text: "Acme Ltd" },
  { sense: "equals", text: "=Acme" },
  { sense: "not", text: "Acme Ltd" },
  { sense: "begins", text: "Acme" },
  { sense: "oneOf", text: "a|b" },
  { sense: "empty", text: "" },
  { sense: "filled", text: "" },
]) {
  for (const column of [company, rating]) {
    test(`a filter of ${column.label} is read as it was written: ${filter.sense} ${filter.text}`, () => {
      assert.deepEqual(parseFilter(column, filterValue(filter)), filter);
    });
  }
}

for (const filter of [
  { sense: "above", text: "3" },
  { sense: "below", text: "-3.5" },
  { sense: "between", text: "3..5" },
]) {
  test(`a number is compared as it was written: ${filter.sense} ${filter.text}`, () => {
    assert.deepEqual(parseFilter(rating, filterValue(filter)), filter);
  });
}

test("only a date or a number lies between or beyond others", () => {
  assert.equal(parseFilter(created, "2026-03..2026-04").sense, "between");
  assert.equal(parseFilter(met, "..2026-04").sense, "between");
  assert.equal(parseFilter(company, "a..b").sense, "contains");
  assert.equal(parseFilter(company, ">5").sense, "contains");
});

for (const texts of [["a"], ["Germany", "France"], ["a|b", "c\\", "|", "\\|"], ["=x", "日本"]]) {
  test(`several texts are told apart again: ${texts}`, () => {
    assert.deepEqual(oneOfTexts(oneOfText(texts)), texts);
  });
}

test("one of one is that one, and one of none is no filter", () => {
  assert.equal(oneOfValue(["Germany"]), "=Germany");
  assert.equal(oneOfValue(["Germany", "France"]), "|Germany|France");
  assert.equal(oneOfValue([]), "");
});

test("a filter that asks for nothing is none", () => {
  assert.deepEqual(
    ["contains", "equals", "not", "begins", "above"].map((sense) => filterValue({ sense, text: "  " })),
    ["", "", "", "", ""],
  );
  assert.equal(filterValue({ sense: "between", text: ".." }), "");
});

test("a chip says what a filter asks for", () => {
  const uploads = { all: [{ uploadId: "u1", fileName: "fair.xlsx" }] };
  assert.deepEqual(
    [
      chipWords(company, "acme"),
      chipWords(company, "=Acme"),
      chipWords(company, "!=Acme"),
      chipWords(company, "^Ac"),
      chipWords(company, "!"),
      chipWords(company, "|Acme|Lindenhöhe"),
      chipWords(company, "|a|b|c|d|e"),
      chipWords(created, "2026-03-01..2026-03-31"),
      chipWords(created, "2026-03-01.."),
      chipWords(created, "..2026-03-31"),
      chipWords(created, ">2026-03-31"),
      chipWords(rating, ">3"),
      chipWords(rating, "3..5"),
      chipWords(columnNamed("remarks"), "vip"),
      chipWords(columnNamed("uploadId"), "=u1", uploads),
    ],
    [
      "Company contains acme",
      "Company is Acme",
      "Company is not Acme",
      "Company begins with Ac",
      "Company is empty",
      "Company is Acme or Lindenhöhe",
      "Company is a, b, c or 2 more",
      "Created from 2026-03-01 until 2026-03-31",
      "Created from 2026-03-01",
      "Created until 2026-03-31",
      "Created after 2026-03-31",
      "Rating above 3",
      "Rating from 3 until 5",
      "Any column of a list contains vip",
      "Upload is fair.xlsx",
    ],
  );
});

test("a list of values says how many there are, and how many of them no filter takes", () => {
  assert.equal(stateWords(0, 0), "No value matches.");
  assert.equal(stateWords(2, 2), "2 values");
  assert.equal(stateWords(1, 2), "1 value, and 1 that cannot be asked for.");
  assert.equal(stateWords(49, 1200), "The commonest 49 of 1,200 values.");
});
