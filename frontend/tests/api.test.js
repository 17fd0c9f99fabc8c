import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Api } from "../js/api.js";

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

/** An API that answers each call with the next of the answers: `[status, body]`, or an error to throw. */
function apiAnswering(...answers) {
  const asked = [];
  const told = [];
  const pauses = [];
  globalThis.fetch = async (url, { method, headers, body }) => {
    asked.push({ url, method, token: headers.Authorization, body });
    const next = answers.shift();
    if (next instanceof Error) throw next;
    const [status, text, retryAfter = null] = next;
    return {
      ok: status < 400,
      status,
      headers: { get: () => retryAfter },
      json: async () => JSON.parse(typeof text === "string" ? text : JSON.stringify(text)),
    };
  };
  const session = { token: async () => "token", expire: () => told.push("expired") };
  const api = new Api("/api", session, async (ms) => pauses.push(ms));
  for (const name of ["outage", "answer"]) api.addEventListener(name, () => told.push(name));
  api.addEventListener("busy", () => told.push(api.isBusy ? "busy" : "no longer busy"));
  return { api, asked, told, pauses };
}

const internal = { error: { code: "internal", message: "Something went wrong on our side. Please try again." } };
const refused = { error: { code: "badParameter", message: "page takes a number.", details: { parameter: "page" } } };

test("a call carries the token and its parameters", async () => {
  const { api, asked } = apiAnswering([200, { leads: [] }]);
  assert.deepEqual(await api.get("/leads", { q: "a&b" }), { leads: [] });
  assert.deepEqual(asked, [{ url: "/api/leads?q=a%26b", method: "GET", token: "token", body: undefined }]);
});

test("reading is tried again after an outage", async () => {
  const { api, asked, told } = apiAnswering(new TypeError("offline"), [504, {}], [200, { leads: [] }]);
  await api.get("/leads");
  assert.equal(asked.length, 3);
  assert.deepEqual(told, ["answer"]);
});

test("an outage that lasts is told", async () => {
  const offline = new TypeError("offline");
  const { api, told } = apiAnswering(offline, offline, offline);
  await assert.rejects(api.get("/leads"), { status: 0, code: "unreachable" });
  assert.deepEqual(told, ["outage"]);
});

test("what changes something is not sent again where it may be under way", async () => {
  for (const answer of [new TypeError("offline"), [504, {}], [500, internal]]) {
    const { api, asked } = apiAnswering(answer);
    await assert.rejects(api.post("/export", {}));
    assert.equal(asked.length, 1);
  }
});

test("what changes something is sent again as it was when EasyCRM was busy", async () => {
  const { api, asked } = apiAnswering([503, {}], [201, { uploadId: "1" }]);
  assert.deepEqual(await api.post("/upload", { fileName: "a.csv" }), { uploadId: "1" });
  assert.deepEqual(asked[1], asked[0]);
});

test("a busy EasyCRM is asked again after a growing time of ten seconds at most, and is told", async () => {
  const { api, told, pauses } = apiAnswering(...Array(7).fill([429, {}]), [200, {}]);
  await api.get("/leads");
  assert.deepEqual(told, ["busy", "answer", "no longer busy"]);
  for (const [at, ms] of pauses.entries()) {
    assert.ok(ms >= Math.min(10_000, 250 * 2 ** at) && ms <= Math.min(10_000, 750 * 2 ** at), `${at}: ${ms}`);
  }
});

test("being refused once is not told", async () => {
  const { api, told } = apiAnswering([503, {}], [200, {}]);
  await api.get("/leads");
  assert.deepEqual(told, ["answer"]);
});

test("an EasyCRM that stays busy is given up, in words", async () => {
  const { api, asked, told } = apiAnswering(...Array(8).fill([502, { message: "Internal server error" }]));
  await assert.rejects(api.get("/leads"), { isBusy: true, message: "EasyCRM is busy. Please try again in a moment." });
  assert.equal(asked.length, 8);
  assert.deepEqual(told, ["busy", "outage", "no longer busy"]);
});

test("an EasyCRM that says itself that it stays busy is given up in its own words", async () => {
  const own = { error: { code: "busy", message: "Please try again in a few seconds." } };
  const { api, told } = apiAnswering(...Array(8).fill([503, own]));
  await assert.rejects(api.get("/leads"), { isBusy: true, message: "Please try again in a few seconds." });
  assert.deepEqual(told, ["busy", "outage", "no longer busy"]);
});

test("the time that a server asks for is waited for, ten seconds at most", async () => {
  const { api, pauses } = apiAnswering([429, {}, "4"], [429, {}, "120"], [200, {}]);
  await api.get("/leads");
  assert.deepEqual(pauses, [4_000, 10_000]);
});

test("a conflict of what was sent again says that it may be its own", async () => {
  const conflict = [409, { error: { code: "retriedAlready", message: "The upload is being retried already." } }];
  const again = apiAnswering([502, {}], conflict);
  await assert.rejects(again.api.post("/status/1/retry"), { status: 409, isRepeated: true });
  const once = apiAnswering(conflict);
  await assert.rejects(once.api.post("/status/1/retry"), { status: 409, isRepeated: false });
});

test("a call that nobody waits for any longer is not sent again", async () => {
  const { api, asked, told } = apiAnswering([429, {}], [429, {}], [200, {}]);
  const abandon = new AbortController();
  api.addEventListener("busy", () => abandon.abort());
  await assert.rejects(api.get("/leads", {}, abandon.signal), { name: "AbortError" });
  assert.equal(asked.length, 2);
  assert.deepEqual(told, ["busy", "no longer busy"]);
});

test("a refusal is told in the server's words and not tried again", async () => {
  const { api, asked } = apiAnswering([400, refused]);
  await assert.rejects(api.get("/leads"), {
    status: 400,
    code: "badParameter",
    message: "page takes a number.",
    details: { parameter: "page" },
  });
  assert.equal(asked.length, 1);
});

test("an expired sign-in leads back to sign-in", async () => {
  const { api, told } = apiAnswering([401, { message: "Unauthorized" }]);
  await assert.rejects(api.get("/leads"), { status: 401 });
  assert.deepEqual(told, ["expired"]);
});

test("an answer that is no JSON is an outage", async () => {
  const { api } = apiAnswering([200, "<html>"], [200, "<html>"], [200, "<html>"]);
  await assert.rejects(api.get("/leads"), { status: 0 });
});

test("an answer of a gateway instead of EasyCRM is an outage", async () => {
  const { api, told } = apiAnswering(...Array(3).fill([504, { message: "Endpoint request timed out" }]));
  await assert.rejects(api.get("/leads"), { status: 504 });
  assert.deepEqual(told, ["outage"]);
});

test("an answer of EasyCRM itself that lasts is no outage, and is told at once in its words", async () => {
  for (const code of ["readModelIncomplete", "notAudited"]) {
    for (const ask of [(api) => api.get("/leads"), (api) => api.post("/export")]) {
      const { api, told, asked } = apiAnswering(...Array(3).fill([503, { error: { code, message: "In words." } }]));
      await assert.rejects(ask(api), { status: 503, message: "In words.", isBusy: false, isOutage: false });
      assert.deepEqual(told, []);
      assert.equal(asked.length, 1);
    }
  }
});
