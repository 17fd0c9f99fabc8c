import assert from "node:assert/strict";
import { test } from "node:test";
import { pageNumbers, rangeWords } from "../js/views/pager.js";

for (const [page, last, shown] of [
  [1, 1, "1"],
  [1, 5, "1 2 … 5"],
  [3, 5, "1 2 3 4 5"],
  [4, 7, "1 2 3 4 5 6 7"],
  [10, 25, "1 … 9 10 11 … 25"],
  [25, 25, "1 … 24 25"],
]) {
  test(`on page ${page} of ${last} the pages offered are ${shown}`, () => {
    assert.equal(
      pageNumbers(page, last)
        .map((one) => one ?? "…")
        .join(" "),
      shown,
    );
  });
}

test("the range ends with the last lead", () => {
  assert.equal(rangeWords({ page: 2, pageSize: 50, totalCount: 1204 }), "51–100 of 1,204");
  assert.equal(rangeWords({ page: 25, pageSize: 50, totalCount: 1204 }), "1,201–1,204 of 1,204");
});
