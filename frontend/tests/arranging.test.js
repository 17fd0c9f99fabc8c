import assert from "node:assert/strict";
import { test } from "node:test";
import { moved, movedTo, pinnedWithin, widthWithin } from "../js/arranging.js";

const NAMES = ["a", "b", "c", "d"];

for (const [name, steps, wanted] of [
  ["b", 1, "acbd"],
  ["b", -1, "bacd"],
  ["a", -1, "abcd"],
  ["d", 1, "abcd"],
  ["a", 9, "bcda"],
  ["x", 1, "abcd"],
]) {
  test(`a column moves within the table: ${name} by ${steps}`, () => {
    assert.equal(moved(NAMES, name, steps).join(""), wanted);
  });
}

test("a column that is dragged onto another takes its place", () => {
  assert.equal(movedTo(NAMES, "a", "c").join(""), "bcad");
  assert.equal(movedTo(NAMES, "d", "b").join(""), "adbc");
});

test("a width is of whole pixels, neither too narrow nor too wide", () => {
  assert.deepEqual([1, 100.4, 5000].map(widthWithin), [60, 100, 900]);
});

test("so many columns stay as leave half of the table to the others", () => {
  assert.equal(pinnedWithin([200, 200, 200], 3, 900), 2);
  assert.equal(pinnedWithin([200, 200, 200], 1, 900), 1);
  assert.equal(pinnedWithin([200, 200, 200], 1, 300), 0);
});
