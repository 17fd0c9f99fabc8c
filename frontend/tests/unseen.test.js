import assert from "node:assert/strict";
import { test } from "node:test";
import { seen, seenInText } from "../js/unseen.js";

const AS_THEY_ARE = [
  "leads 2026 (final).xlsx",
  "Müller_Łódź.csv",
  "名簿.xlsx",
  "לקוחות.csv",
  "👩‍💻 list.csv",
  "می‌خواهم.csv",
];

for (const name of AS_THEY_ARE) {
  test(`${name} is shown as it is`, () => assert.equal(seen(name), name));
}

const SHOWN = {
  "leads\u202Exslx.csv": "leads[U+202E]xslx.csv",
  "a\u0000b\n.csv": "a[U+0000]b[U+000A].csv",
  "a\u200Bb\uFEFF.csv": "a[U+200B]b[U+FEFF].csv",
  "\u2066x\u2069.csv": "[U+2066]x[U+2069].csv",
  "a\u{E0041}.csv": "a[U+E0041].csv",
  "a\uD800.csv": "a[U+D800].csv",
};

for (const [name, shown] of Object.entries(SHOWN)) {
  test(`${shown} names what is not seen`, () => assert.equal(seen(name), shown));
}

test("a name that is read from the right is set apart in a sentence", () => {
  assert.equal(seenInText("לקוחות.csv"), "\u2068לקוחות.csv\u2069");
  assert.equal(seenInText("leads.csv"), "leads.csv");
});
