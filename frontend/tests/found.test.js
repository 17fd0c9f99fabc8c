import assert from "node:assert/strict";
import { test } from "node:test";
import { columnNamed } from "../js/columns.js";
import { excerpt, foundElsewhere } from "../js/found.js";

const CITY = { name: "column.city", key: "city", label: "City" };
const columns = { named: (name) => columnNamed(name) ?? CITY };
const name = columnNamed("name");
const lead = { firstName: "Ana", title: "Buyer", columns: { city: "Berlin" } };

test("what is not shown is said with the column that it was found in", () => {
  const found = foundElsewhere({ ...lead, foundIn: ["column.city", "title"] }, "berlin", [name], columns);
  assert.deepEqual(found, ["found in City: Berlin", "found in Title: Buyer"]);
});

test("what is shown needs no words", () => {
  assert.deepEqual(foundElsewhere({ ...lead, foundIn: ["column.city"] }, "berlin", [name, CITY], columns), []);
  assert.deepEqual(foundElsewhere({ ...lead, foundIn: ["firstName"] }, "ana", [name], columns), []);
  assert.deepEqual(foundElsewhere(lead, "", [name], columns), []);
});

test("a value that the answer has not is only named", () => {
  assert.deepEqual(foundElsewhere({ foundIn: ["column.city"] }, "berlin", [name], columns), ["found in City"]);
});

test("of a long text the part with the word is shown", () => {
  const text = `${"before ".repeat(20)}needle${" after".repeat(20)}`;
  assert.match(excerpt(text, "NEEDLE"), /^….*needle.*…$/);
  assert.equal(excerpt("a\nb", "b"), "a · b");
  assert.ok(excerpt(text, "nothing").startsWith("before"));
});
