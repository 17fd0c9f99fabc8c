import assert from "node:assert/strict";
import { test } from "node:test";
import { Uploads } from "../js/uploads.js";

const NOBODY = { repeat: () => {}, end: () => {} };

function upload(number, status = "completed") {
  return { uploadId: String(number), status };
}

/** Uploads that read `[newest, older ...]` of numbers, three a page; `arrive` adds some before the newest. */
function uploadsOf(...numbers) {
  let listed = numbers;
  const get = async (_path, { next = "" } = {}) => {
    const from = next ? listed.indexOf(Number(next)) + 1 : 0;
    const page = listed.slice(from, from + 3);
    const isLast = from + 3 >= listed.length;
    return { uploads: page.map((number) => upload(number)), ...(isLast ? {} : { next: String(page.at(-1)) }) };
  };
  const uploads = new Uploads({ get }, NOBODY);
  const arrive = (...more) => {
    listed = [...more, ...listed];
  };
  const forget = (number) => {
    listed = listed.filter((one) => one !== number);
  };
  return { uploads, arrive, forget, numbers: () => uploads.all.map(({ uploadId }) => Number(uploadId)) };
}

test("older uploads are read page by page until there are none", async () => {
  const { uploads, numbers } = uploadsOf(8, 7, 6, 5, 4, 3, 2);
  await uploads.list();
  assert.deepEqual([numbers(), uploads.hasOlder], [[8, 7, 6], true]);
  await uploads.older();
  assert.deepEqual([numbers(), uploads.hasOlder], [[8, 7, 6, 5, 4, 3], true]);
  await uploads.older();
  assert.deepEqual([numbers(), uploads.hasOlder], [[8, 7, 6, 5, 4, 3, 2], false]);
});

test("a list of one page has no older ones", async () => {
  const { uploads } = uploadsOf(2, 1);
  await uploads.list();
  assert.equal(uploads.hasOlder, false);
});

test("what was read of older ones stays when the newest are read again", async () => {
  const { uploads, arrive, numbers } = uploadsOf(6, 5, 4, 3, 2, 1);
  await uploads.list();
  await uploads.older();
  arrive(8, 7);
  await uploads.list();
  assert.deepEqual([numbers(), uploads.hasOlder], [[8, 7, 6, 5, 4, 3, 2, 1], false]);
});

test("older ones are read anew when there may be some between", async () => {
  const { uploads, arrive, numbers } = uploadsOf(6, 5, 4, 3, 2, 1);
  await uploads.list();
  await uploads.older();
  arrive(10, 9, 8, 7);
  await uploads.list();
  assert.deepEqual(numbers(), [10, 9, 8]);
  await uploads.older();
  assert.deepEqual([numbers(), uploads.hasOlder], [[10, 9, 8, 7, 6, 5], true]);
});

test("what is gone of the newest is gone", async () => {
  const { uploads, forget, numbers } = uploadsOf(6, 5, 4, 3);
  await uploads.list();
  forget(5);
  await uploads.list();
  assert.deepEqual(numbers(), [6, 4, 3]);
});

test("a list that is read while another is still waited for replaces it", async () => {
  const signals = [];
  const answers = [];
  const get = (_path, _parameters, signal) => {
    signals.push(signal);
    return new Promise((resolve, reject) => {
      answers.push(resolve);
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  };
  const uploads = new Uploads({ get }, NOBODY);
  const lists = [uploads.list(), uploads.list()];
  answers[1]({ uploads: [upload(1)] });
  await Promise.all(lists);
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true, false],
  );
  assert.deepEqual([uploads.all.length, uploads.error], [1, null]);
});

test("an upload is followed through a time in which EasyCRM is busy", async () => {
  const followed = [];
  const repeat = (_name, task) => followed.push(task);
  const busy = Object.assign(new Error("busy"), { isOutage: true });
  const get = async (path) => {
    if (path === "/uploads") return { uploads: [upload(1, "processing")] };
    throw busy;
  };
  await new Uploads({ get }, { repeat, end: () => {} }).list();
  assert.equal(await followed[0](), true);
});

test("what was done by a call that was sent again is no error", async () => {
  const post = async () => {
    throw Object.assign(new Error("The upload has ended already."), { status: 409, isRepeated: true });
  };
  const get = async () => upload(1, "cancelled");
  const uploads = new Uploads({ get, post }, NOBODY);
  await uploads.act("1", "cancel");
  assert.equal(uploads.all[0].status, "cancelled");
});

test("what is under way is not asked for a second time, and something else is", async () => {
  const asked = [];
  const answers = [];
  const post = (path) => {
    asked.push(path);
    return new Promise((resolve) => answers.push(resolve));
  };
  const uploads = new Uploads({ get: async () => upload(1, "cancelled"), post }, NOBODY);
  const all = ["cancel", "cancel", "retry"].map((action) => uploads.act("1", action));
  for (const answer of answers) answer({});
  await Promise.all(all);
  assert.deepEqual(asked, ["/status/1/cancel", "/status/1/retry"]);
  const again = uploads.act("1", "cancel");
  answers.at(-1)({});
  await again;
  assert.equal(asked.length, 3);
});

test("many uploads under way are asked for no more often than a few", async () => {
  const callsASecond = async (amount) => {
    const pauses = [];
    const repeat = (_name, _task, secondsAfter) => pauses.push(secondsAfter);
    const all = Array.from({ length: amount }, (_, number) => upload(number, "processing"));
    await new Uploads({ get: async () => ({ uploads: all }) }, { repeat, end: () => {} }).list();
    return pauses.map((secondsAfter) => 1 / secondsAfter(0)).reduce((sum, one) => sum + one, 0);
  };
  assert.equal(await callsASecond(1), 0.5);
  assert.equal(await callsASecond(5), 2.5);
  assert.ok(Math.abs((await callsASecond(50)) - 2.5) < 0.001);
});
