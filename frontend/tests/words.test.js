import assert from "node:assert/strict";
import { test } from "node:test";
import { ago, alsoSaid, count, flag, inCommon, nameOf, size, spending, story, timeLeft, titleOf } from "../js/words.js";

const NOTHING = { created: 0, updated: 0, unchanged: 0, merged: 0, held: 0, skipped: 0 };
const NOW = Date.parse("2026-03-17T10:00:00Z");

test("a story's numbers add up to the rows", () => {
  const result = { created: 1130, updated: 61, unchanged: 5, merged: 4, held: 3, skipped: 1, rows: 1204 };
  const told = story(result);
  assert.equal(told, "1,204 rows: 1,130 new leads, 61 updated, 5 unchanged, 4 merged, 3 held back, 1 left out.");
  const [rows, ...others] = told.match(/[0-9,]*[0-9]/g).map((text) => Number(text.replaceAll(",", "")));
  assert.equal(
    others.reduce((sum, one) => sum + one),
    rows,
  );
});

test("a story leaves out what did not happen", () => {
  assert.equal(story({ ...NOTHING, created: 1, rows: 1 }), "1 row: 1 new lead.");
  assert.equal(story({ ...NOTHING, rows: 0 }), "No row became a lead.");
});

test("what DeepSeek cost is told when it was asked", () => {
  assert.equal(spending({ calls: 12, costUsd: 0.0412 }), "DeepSeek: 12 calls, $0.04.");
  assert.equal(spending({ calls: 1, costUsd: 0.000021 }), "DeepSeek: 1 call, less than $0.01.");
  assert.equal(spending(undefined), "");
});

test("why DeepSeek was not asked any further is told", () => {
  assert.equal(
    spending({ calls: 2, costUsd: 0.5, stopped: "capReached" }),
    "DeepSeek: 2 calls, $0.50. Its limit for one upload was reached; the other rows were settled by rules.",
  );
  assert.equal(
    spending({ calls: 0, costUsd: 0, stopped: "keyRefused" }),
    "DeepSeek did not answer; the other rows were settled by rules.",
  );
});

test("what two possible duplicates have in common is told", () => {
  assert.equal(inCommon(["email", "nameAndPhone"]), "same email, same name and phone");
});

test("how much else was said of a value is told", () => {
  assert.equal(alsoSaid(1), "1 other value");
  assert.equal(alsoSaid(20, true), "More than 20 other values");
  assert.equal(alsoSaid(0, true), "Other values");
});

test("a code without words of its own is still readable", () => {
  assert.equal(flag("somethingElse"), "Something else");
});

test("sizes have three digits and a unit", () => {
  assert.deepEqual([0, 999, 1000, 123_456, 100_000_000].map(size), [
    "0 bytes",
    "999 bytes",
    "1 KB",
    "123 KB",
    "100 MB",
  ]);
});

test("one is not many", () => {
  assert.deepEqual([count(0, "lead"), count(1, "lead"), count(1234, "lead")], ["0 leads", "1 lead", "1,234 leads"]);
  assert.equal(count(2, "batch", "batches"), "2 batches");
});

test("times are told by how long ago they are", () => {
  const before = (minutes) => ago(new Date(NOW - minutes * 60_000).toISOString(), NOW);
  assert.deepEqual([0, 5, 59, 60, 23 * 60].map(before), ["just now", "5 min ago", "59 min ago", "1 h ago", "23 h ago"]);
  assert.match(before(3 * 24 * 60), /2026/);
});

test("the time left is told only when there is one", () => {
  const left = (seconds) => timeLeft(new Date(NOW + seconds * 1000).toISOString(), NOW);
  assert.deepEqual([12, 61, 7000].map(left), ["about 15 s left", "about 2 min left", "about 2 h left"]);
  assert.deepEqual([timeLeft(null, NOW), timeLeft(undefined, NOW), left(-1)], ["", "", ""]);
});

test("names are written as their owners do", () => {
  assert.equal(nameOf({ firstName: "Ana", lastName: "Example" }), "Ana Example");
  assert.equal(nameOf({ firstName: "さくら", lastName: "星野" }), "星野さくら");
  assert.equal(nameOf({ firstName: "", lastName: "Example" }), "Example");
});

test("a lead without a name is called by what it has", () => {
  const nobody = { firstName: "", lastName: "", email: "", company: "", phone: "" };
  assert.equal(titleOf({ ...nobody, email: "a@example.com", company: "Sample" }), "a@example.com");
  assert.equal(titleOf(nobody), "Lead without a name");
});
