import assert from "node:assert/strict";
import { test } from "node:test";
import { Waiting } from "../js/waiting.js";

/** A document that can be looked away from, and timers that are run by hand. */
function world() {
  const page = Object.assign(new EventTarget(), { hidden: false });
  const timers = [];
  const waiting = new Waiting(page, (call, seconds) => timers.push({ call, seconds }));
  const show = (isShown) => {
    page.hidden = !isShown;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  const tick = async () => {
    timers.shift().call();
    await new Promise(setImmediate);
  };
  return { waiting, timers, show, tick };
}

test("a task is done again until it returns false", async () => {
  const { waiting, timers, tick } = world();
  const answers = [true, undefined, false];
  let times = 0;
  waiting.repeat(
    "a",
    () => answers[times++],
    (turn) => turn + 1,
  );
  const pauses = [];
  while (timers.length) {
    pauses.push(timers[0].seconds);
    await tick();
  }
  assert.equal(times, 3);
  assert.deepEqual(pauses, [1, 2, 3]);
});

test("a task is not begun twice", () => {
  const { waiting, timers } = world();
  waiting.repeat(
    "a",
    () => true,
    () => 1,
  );
  waiting.repeat(
    "a",
    () => true,
    () => 1,
  );
  assert.equal(timers.length, 1);
});

test("nothing is done while nobody looks, and at once when somebody does", async () => {
  const { waiting, timers, show, tick } = world();
  let times = 0;
  waiting.repeat(
    "a",
    () => (times += 1),
    () => 1,
  );
  show(false);
  await tick();
  assert.deepEqual([times, timers.length], [0, 0]);
  show(true);
  await new Promise(setImmediate);
  assert.deepEqual([times, timers.length], [1, 1]);
});

test("a task that was ended is not done again", async () => {
  const { waiting, tick } = world();
  let times = 0;
  waiting.repeat(
    "a",
    () => (times += 1),
    () => 1,
  );
  waiting.end("a");
  await tick();
  assert.equal(times, 0);
});
