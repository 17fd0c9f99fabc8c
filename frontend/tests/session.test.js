import assert from "node:assert/strict";
import { test } from "node:test";
import { groupsOf } from "../js/session.js";

const claims = [
  [
    ["operators", "team"],
    ["operators", "team"],
  ],
  ["[operators team]", ["operators", "team"]],
  ["[operators]", ["operators"]],
  ["operators,team", ["operators", "team"]],
  ["operators", ["operators"]],
  ["[]", []],
  [undefined, []],
];

for (const [claim, names] of claims) {
  test(`the groups of ${JSON.stringify(claim)} are ${JSON.stringify(names)}`, () => {
    assert.deepEqual(groupsOf(claim), names);
  });
}
