import assert from "node:assert/strict";
import { test } from "node:test";
import { parseView, writeView } from "../js/address.js";
import { asShown, columnsOf, isChanged, partsOf, TeamViews } from "../js/team_views.js";
import { buttonWords, goneFrom } from "../js/views/saved_views.js";

const HOT = { name: "Hot", version: 3, by: "ana@example.com", at: "2026-03-17T10:00:00Z" };
const SHOWN = parseView(
  "?q=fern&filter_title=ceo&filter_column.city=%3DBern&sortBy=company&sortOrder=asc&columns=name,column.city",
);

/** Views over an API that answers from `answers` and keeps what it was asked. */
function viewsAnswering(answers) {
  const asked = [];
  const call = (method) => async (path, body) => {
    asked.push([method, path, body].filter((part) => part !== undefined));
    const answer = answers[`${method} ${path}`];
    if (answer instanceof Error) throw answer;
    return answer ?? {};
  };
  const api = { get: call("GET"), put: call("PUT"), delete: call("DELETE") };
  return { views: new TeamViews(api), asked };
}

test("a view that was saved shows the same again, from its first page", () => {
  const saved = { ...HOT, view: JSON.parse(JSON.stringify(partsOf({ ...SHOWN, page: 7, panel: "chat" }))) };
  const again = { ...parseView("?panel=imports&page=3"), ...asShown(saved) };
  assert.deepEqual(again, { ...SHOWN, panel: "imports", page: 1, openView: "Hot" });
  assert.deepEqual(parseView(writeView(again)), again);
});

test("a view is changed when a filter is, and not when a page is turned or a lead opened", () => {
  const saved = { ...HOT, view: partsOf(SHOWN) };
  assert.equal(isChanged(saved, SHOWN), false);
  assert.equal(isChanged(saved, { ...SHOWN, page: 4, panel: "lead", lead: "L1" }), false);
  assert.equal(isChanged(saved, { ...SHOWN, filters: {} }), true);
  assert.equal(isChanged(saved, { ...SHOWN, columns: ["name"] }), true);
  assert.equal(isChanged(saved, { ...SHOWN, pinned: 0 }), true);
});

test("the order in which filters were set is no change", () => {
  const filters = Object.fromEntries(Object.entries(SHOWN.filters).reverse());
  assert.equal(isChanged({ ...HOT, view: partsOf(SHOWN) }, { ...SHOWN, filters }), false);
});

test("what a view says that an address cannot mean is as usual", () => {
  const shown = asShown({ ...HOT, view: { sortBy: "; DROP", pageSize: 7, columns: ["nothing"] } });
  const { columns, pageSize, sortBy } = parseView("");
  assert.deepEqual([shown.columns, shown.pageSize, shown.sortBy], [columns, pageSize, sortBy]);
});

test("a view tells which columns of lists it names", () => {
  const view = {
    columns: ["name", "column.city"],
    filters: { "column.land": "x", title: "ceo" },
    sortBy: "column.city",
  };
  assert.deepEqual(columnsOf(view), ["column.city", "column.land"]);
  assert.deepEqual(columnsOf({}), []);
});

test("the columns that are gone from a view are told by their keys, once the columns were read", () => {
  const saved = { ...HOT, view: { columns: ["column.city", "column.land"] } };
  assert.deepEqual(goneFrom(saved, { isGone: (name) => name === "column.land" }), ["land"]);
  assert.deepEqual(goneFrom(saved, undefined), []);
});

test("the button says which view is open and whether it is changed", () => {
  const views = { named: (name) => (name === "Hot" ? { ...HOT, view: partsOf(SHOWN) } : undefined) };
  assert.equal(buttonWords({ ...SHOWN, openView: "Hot" }, views), "View: Hot");
  assert.equal(buttonWords({ ...SHOWN, openView: "Hot", q: "" }, views), "View: Hot, changed");
  assert.equal(buttonWords({ ...SHOWN, openView: "Deleted" }, views), "Views");
  assert.equal(buttonWords({ ...SHOWN, openView: null }, views), "Views");
});

test("a view is saved with the version that was read, and all are read anew", async () => {
  const { views, asked } = viewsAnswering({ "GET /views": { views: [{ ...HOT, view: {} }], start: "Hot" } });
  await views.save("Hot & new", SHOWN, 3);
  assert.deepEqual(asked[0], ["PUT", "/views/Hot%20%26%20new", { version: 3, view: partsOf(SHOWN) }]);
  assert.equal(asked[1][1], "/views");
  assert.equal(views.start, "Hot");
  assert.equal(views.named("Hot").version, 3);
});

test("a new name, an end and a start are asked for by name and version", async () => {
  const { views, asked } = viewsAnswering({ "GET /views": { views: [], start: null } });
  await views.rename({ ...HOT, view: { q: "x" } }, "Hotter");
  await views.remove(HOT);
  await views.startWith(null);
  assert.deepEqual(
    asked.filter(([method]) => method !== "GET"),
    [
      ["PUT", "/views/Hotter", { version: 3, view: { q: "x" }, previousName: "Hot" }],
      ["DELETE", "/views/Hot", { version: 3 }],
      ["PUT", "/start", { view: null }],
    ],
  );
});

test("where somebody was quicker, their view is read before the refusal is told", async () => {
  const theirs = { ...HOT, version: 4, view: {} };
  const answers = { "PUT /views/Hot": new Error("changed"), "GET /views": { views: [theirs], start: null } };
  const { views } = viewsAnswering(answers);
  await assert.rejects(views.save("Hot", SHOWN, 3), /changed/);
  assert.deepEqual(views.named("Hot"), theirs);
});

test("views that cannot be read leave those that are there", async () => {
  const answers = { "GET /views": { views: [{ ...HOT, view: {} }], start: null } };
  const { views } = viewsAnswering(answers);
  await views.load();
  answers["GET /views"] = new Error("busy");
  await views.load();
  assert.equal(views.all.length, 1);
  assert.equal(views.error.message, "busy");
});
