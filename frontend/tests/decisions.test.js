import assert from "node:assert/strict";
import { test } from "node:test";
import { Decisions } from "../js/decisions.js";
import { refusalWords } from "../js/refusals.js";
import { decisionWords } from "../js/views/column_history.js";
import { byColumn } from "../js/views/lead_values.js";

const COLUMNS = [
  { key: "country", name: "Country" },
  { key: "land", name: "Land" },
];

test("columns are read to the last page", async () => {
  const asked = [];
  const answers = [
    { columns: [COLUMNS[0]], next: "n1", version: 2, history: [] },
    { columns: [COLUMNS[1]], version: 2, history: [] },
  ];
  const get = async (_path, parameters) => {
    asked.push(parameters);
    return answers.shift();
  };
  const read = await new Decisions({ get }).read();
  assert.deepEqual(read.columns, COLUMNS);
  assert.deepEqual(asked, [{}, { next: "n1" }]);
});

test("a decision is told with the version that was read, and only once it is kept", async () => {
  const asked = [];
  let told = 0;
  const refusing = { patch: async () => Promise.reject(new Error("columnsChanged")) };
  const keeping = { patch: async (...call) => asked.push(call) };
  for (const api of [refusing, keeping]) {
    const decisions = new Decisions(api);
    decisions.addEventListener("change", () => {
      told += 1;
    });
    await decisions.decide("land", { joinedTo: "country" }, 4).catch(() => {});
  }
  assert.deepEqual(asked, [["/columns", { version: 4, columns: { land: { joinedTo: "country" } } }]]);
  assert.equal(told, 1);
});

for (const [what, from, to, words] of [
  ["name", null, "Country", "Renamed to “Country”"],
  ["name", "Land", "Country", "Renamed from “Land” to “Country”"],
  ["name", "Land", null, "Named as in the lists"],
  ["joinedTo", null, "country", "Joined to “Country”"],
  ["joinedTo", "country", null, "Taken apart from “Country”"],
  ["joinedTo", null, "gone", "Joined to “gone”"],
  ["hidden", null, true, "Hidden"],
  ["hidden", true, null, "Shown again"],
  ["type", null, "number", "Said to be number"],
  ["type", "number", null, "Type told by the values"],
]) {
  test(`a decision is told in words: ${words}`, () => {
    assert.equal(decisionWords({ what, from, to }, COLUMNS), words);
  });
}

test("a lead's values stand under their columns, joined ones together, others under their headers", () => {
  const country = { name: "column.country", key: "country", label: "Country" };
  const columns = { ofKey: (key) => (key === "country" ? country : undefined) };
  const remarks = { Land: "Norge", Notes: "tall", Country: "Norway", Blank: "" };
  const of = (column) => ({ column, flags: [] });
  const remarkOrigins = { Land: of("country"), Country: of("country"), Notes: of("notes"), Blank: of("blank") };
  assert.deepEqual(byColumn({ remarks, remarkOrigins }, columns), [
    { label: "Country", column: country, headers: ["Land", "Country"] },
    { label: "Notes", column: undefined, headers: ["Notes"] },
  ]);
});

test("a refusal says who was quicker, where somebody was", () => {
  const details = { by: "ana@example.com", at: new Date().toISOString() };
  assert.equal(refusalWords({ message: "Changed.", details }), "Changed. It was ana@example.com, just now.");
  assert.equal(refusalWords({ message: "Too long.", details: {} }), "Too long.");
});
