import assert from "node:assert/strict";
import { test } from "node:test";
import { pastedFile, refusal } from "../js/sending.js";

const LARGEST = 1_000_000;

test("lists are accepted by their names, whatever the case", () => {
  for (const name of ["a.csv", "A.XLSX", "b.c.ods"]) assert.equal(refusal({ name, size: 10 }, LARGEST), "");
});

test("what is no list, empty or too large is refused with a reason", () => {
  assert.match(refusal({ name: "photo.jpg", size: 10 }, LARGEST), /“photo.jpg” is not a list/);
  assert.match(refusal({ name: "a.csv", size: 0 }, LARGEST), /is empty/);
  assert.match(refusal({ name: "a.csv", size: 2_500_000 }, LARGEST), /has 2.5 MB; at most 1 MB/);
});

test("pasted cells become a file, other texts do not", () => {
  assert.equal(pastedFile("Name\tEmail\nAna\ta@example.com").name, "pasted.tsv");
  assert.equal(pastedFile("Name,Email\r\nAna,a@example.com\r\n").name, "pasted.csv");
  assert.equal(pastedFile("Dear Ana, hello"), null);
  assert.equal(pastedFile("one\ntwo\nthree"), null);
});
