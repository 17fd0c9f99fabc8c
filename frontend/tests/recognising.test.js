import assert from "node:assert/strict";
import { test } from "node:test";
import { recognisedOf, withColumns, withMore } from "../js/recognising.js";

const FAIR = { name: "Fair", columnCount: 3, columns: ["a"], next: "0.1" };
const BOOTH = { name: "Booth", columnCount: 1, columns: ["x"] };
const UPLOAD = {
  uploadId: "u1",
  worksheets: [FAIR, BOOTH],
  worksheetCount: 3,
  notes: ["one"],
  noteCount: 2,
  next: "2",
};

test("columns that were asked for follow those of their worksheet, and say where the next begin", () => {
  const once = withColumns(UPLOAD, 0, [{ ...FAIR, columns: ["b"], next: "0.2" }]);
  assert.deepEqual(once.worksheets, [{ ...FAIR, columns: ["a", "b"], next: "0.2" }, BOOTH]);
  const all = withColumns(once, 0, [{ name: "Fair", columnCount: 3, columns: ["c"] }]);
  assert.deepEqual(all.worksheets[0].columns, ["a", "b", "c"]);
  assert.equal(all.worksheets[0].next, undefined);
});

test("where there are no columns any more, none are added and none are asked for", () => {
  const same = withColumns(UPLOAD, 0, []);
  assert.deepEqual([same.worksheets[0].columns, same.worksheets[0].next], [["a"], undefined]);
});

test("worksheets and notes that were asked for follow those that are shown", () => {
  const more = withMore(UPLOAD, { worksheets: [{ name: "Late" }], notes: [], next: "notes.1" });
  assert.deepEqual([more.worksheets.map(({ name }) => name), more.next], [["Fair", "Booth", "Late"], "notes.1"]);
  const all = withMore(more, { worksheets: [], notes: ["two"] });
  assert.deepEqual([all.worksheets.length, all.notes, all.next], [3, ["one", "two"], undefined]);
});

test("what was recognised is kept beside what a list says, once there is something", () => {
  assert.deepEqual({ uploadId: "u1", ...recognisedOf(UPLOAD) }, UPLOAD);
  assert.deepEqual([recognisedOf(undefined), recognisedOf({ worksheets: [], notes: [] })], [{}, {}]);
});
