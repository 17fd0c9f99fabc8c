import assert from "node:assert/strict";
import { test } from "node:test";
import { parseView } from "../js/address.js";
import { Columns, usualOfLists } from "../js/columns.js";
import { columnsFound } from "../js/views/column_picker.js";

function ofList(name, leads, more = {}) {
  return {
    key: name.toLowerCase(),
    name,
    spellings: [name],
    type: "text",
    leads,
    isHidden: false,
    joined: [],
    ...more,
  };
}

const ANSWER = [
  ofList("Owner", 100),
  ofList("Rating", 98, { type: "number" }),
  ofList("Country", 95, { joined: ["land"], spellings: ["COUNTRY", "Land"] }),
  ofList("Secret", 90, { isHidden: true }),
  ofList("City", 60),
  ofList("Badge", 20),
];

function columnsOf(answer = ANSWER) {
  const columns = new Columns({});
  columns.take(answer);
  return columns;
}

function names(columns) {
  return columns.map(({ name }) => name);
}

test("as usual the table shows up to three columns of lists, country and city before others", () => {
  assert.deepEqual(names(columnsOf().shown(parseView(""))), [
    "name",
    "company",
    "title",
    "email",
    "phone",
    "column.country",
    "column.city",
    "column.rating",
    "flags",
    "updatedAt",
  ]);
});

test("a column that few leads have is not shown unasked, and no hidden one", () => {
  assert.deepEqual(
    usualOfLists([ofList("Country", 3), ofList("Owner", 100), ofList("Status", 80, { isHidden: true })]),
    [ofList("Owner", 100)],
  );
  assert.deepEqual(usualOfLists([]), []);
});

test("before the columns of lists are known, none of them is gone", () => {
  const columns = new Columns({});
  const view = parseView("?columns=name,column.rating&sortBy=column.rating");
  assert.deepEqual(columns.missing(view), []);
  assert.deepEqual(names(columns.shown(view)), ["name", "column.rating"]);
});

test("a view that names columns which are gone or hidden says which, and shows the rest", () => {
  const view = parseView("?columns=name,column.secret,column.colour&filter_column.size=x&sortBy=column.price");
  assert.deepEqual(columnsOf().missing(view), ["column.colour", "column.size", "column.price", "column.secret"]);
  assert.deepEqual(names(columnsOf().shown(view)), ["name"]);
});

for (const [type, value, isIncomparable] of [
  ["text", ">3", true],
  ["text", "< 3", true],
  ["text", "3..5", true],
  ["text", "..5", true],
  ["text", "2026-03..", true],
  ["text", "€ 3..€ 5", true],
  ["text", "..April 3, 2026", true],
  ["text", "3..more", false],
  ["text", "Q3..Q4", false],
  ["text", "room 3..room 5", false],
  ["text", ">", false],
  ["text", "..", false],
  ["text", "\\>3", false],
  ["text", "\\3..5", false],
  ["text", "=3..5", false],
  ["text", "see..also", false],
  ["text", "|3|5", false],
  ["text", "3", false],
  ["text", "*", false],
  ["number", ">3", false],
  ["number", "-3..5.5", false],
  ["number", ">1,234", false],
  ["number", ">2026", false],
  ["number", ">2026-03", true],
  ["number", ">many", true],
  ["number", "€ 3..", false],
  ["date", "<soon", true],
  ["date", "April 3, 2026..", false],
  ["number", "1..2026-03-01", true],
  ["date", ">2026-03", false],
  ["date", "2025..2026-03-01", false],
  ["date", ">1/3/2026", false],
  ["date", ">3", true],
  ["date", "..3.5", true],
]) {
  test(`a column with ${type} in it is ${isIncomparable ? "not " : ""}asked for ${value}`, () => {
    const columns = columnsOf([ofList("Score", 5, { type, joined: ["points"] })]);
    for (const name of ["column.score", "column.points"]) {
      assert.equal(columns.isIncomparable(name, value), isIncomparable);
      assert.deepEqual(columns.incomparable({ filters: { [name]: value } }), isIncomparable ? [name] : []);
    }
    assert.equal(columns.isIncomparable("column.gone", value), false);
    assert.equal(columns.isIncomparable("company", value), false);
    assert.equal(new Columns({}).isIncomparable("column.score", value), false);
  });
}

test("whoever waits for the columns waits for the reading that was begun last", async () => {
  const answers = [];
  const columns = new Columns({ get: () => new Promise((resolve) => answers.push(resolve)) });
  columns.load();
  answers[0]({ columns: [ofList("Score", 5, { type: "number" })] });
  await columns.ready;
  columns.load();
  answers[1]({ columns: [ofList("Score", 5)] });
  await columns.ready;
  assert.equal(columns.isIncomparable("column.score", ">3"), true);
});

test("a column that was joined to another is shown as that one, once", () => {
  const view = parseView("?columns=name,column.land,column.country");
  assert.deepEqual(names(columnsOf().shown(view)), ["name", "column.country"]);
});

test("all pages of the columns are read", async () => {
  const pages = { undefined: { columns: ANSWER.slice(0, 4), next: "4" }, 4: { columns: ANSWER.slice(4) } };
  const columns = new Columns({ get: async (_path, { next }) => pages[next] });
  await columns.load();
  assert.equal(columns.isGone("column.badge"), false);
  assert.equal(columns.isGone("column.colour"), true);
});

test("where the columns cannot be read, those that are known stay", async () => {
  const columns = new Columns({ get: () => Promise.reject(new Error("away")) });
  columns.take(ANSWER);
  await columns.load();
  assert.equal(columns.named("column.city").label, "City");
});

test("columns are found by their names and spellings, whatever their case and accents", () => {
  const { choosable } = columnsOf([...ANSWER, ofList("Numéro", 1)]);
  assert.deepEqual(names(columnsFound(choosable, "LAND")), ["column.country"]);
  assert.deepEqual(names(columnsFound(choosable, "numero")), ["column.numéro"]);
});
