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
  globalThis.fetch = async (url, { method, headers, body }) => {
    asked.push({ url, method, token: headers.Authorization, body });
    const next = answers.shift();
    if (next instanceof Error) throw next;
    const [status, text] = next;
    return {
      ok: status < 400,
      status,
      json: async () => JSON.parse(typeof text === "string" ? text : JSON.stringify(text)),
    };
  };
  const session = { token: async () => "token", expire: () => told.push("expired") };
  const api = new Api("/api", session, async () => {});
  for (const name of ["outage", "answer"]) api.addEventListener(name, () => told.push(name));
  return { api, asked, told };
}

const refused = { error: { code: "badParameter", message: "page takes a number.", details: { parameter: "page" } } };

test("a call carries the token and its parameters", async () => {
  const { api, asked } = apiAnswering([200, { leads: [] }]);
  assert.deepEqual(await api.get("/leads", { q: "a&b" }), { leads: [] });
  assert.deepEqual(asked, [{ url: "/api/leads?q=a%26b", method: "GET", token: "token", body: undefined }]);
});

test("reading is tried again after an outage", async () => {
  const { api, asked, told } = apiAnswering(new TypeError("offline"), [503, {}], [200, { leads: [] }]);
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

test("what changes something is never tried again", async () => {
  const { api, asked } = apiAnswering(new TypeError("offline"));
  await assert.rejects(api.post("/upload", {}), { status: 0 });
  assert.equal(asked.length, 1);
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
  const { api, told } = apiAnswering(...Array(3).fill([502, { message: "Internal server error" }]));
  await assert.rejects(api.get("/leads"), { status: 502 });
  assert.deepEqual(told, ["outage"]);
});

test("an answer of EasyCRM itself is no outage", async () => {
  const { api, told } = apiAnswering(...Array(3).fill([503, { error: { code: "readModelIncomplete", message: "…" } }]));
  await assert.rejects(api.get("/leads"), { status: 503 });
  assert.deepEqual(told, []);
});
