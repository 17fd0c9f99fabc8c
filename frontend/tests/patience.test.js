import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../js/api.js";
import { pause, pauseAfter } from "../js/patience.js";

const first = { times: 1, took: 100, isReading: false };

function isSentAgain(status, attempt = {}, code = "unknown") {
  return pauseAfter(new ApiError(status, code, "x"), { ...first, ...attempt }) !== null;
}

test("what changes something is sent again where it was refused at once, and not where it had run", () => {
  assert.equal(isSentAgain(503), true);
  assert.equal(isSentAgain(503, { took: 5_000 }), false);
  assert.equal(isSentAgain(503, { took: 5_000, isReading: true }), true);
});

test("what was asked too often was never run, however long that took to say", () => {
  assert.equal(isSentAgain(429, { took: 5_000 }), true);
});

test("the 500 of a gateway is one of a function without an instance, and that of EasyCRM is its own", () => {
  assert.equal(isSentAgain(500), true);
  assert.equal(isSentAgain(500, {}, "internal"), false);
});

test("no call is sent more than eight times", () => {
  assert.equal(isSentAgain(429, { times: 7 }), true);
  assert.equal(isSentAgain(429, { times: 8 }), false);
});

test("no pause is longer than ten seconds", () => {
  const busy = new ApiError(503, "unknown", "x");
  for (let times = 1; times < 8; times++) assert.ok(pauseAfter(busy, { ...first, times }, () => 1) <= 10_000);
});

test("a pause ends when nobody waits any longer", async () => {
  const abandon = new AbortController();
  const pausing = pause(1_000_000, abandon.signal);
  abandon.abort();
  await pausing;
});
