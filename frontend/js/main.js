/** The page: signs in, builds its parts, and lets them listen to one another. */

import { Address } from "./address.js";
import { Api } from "./api.js";
import { Columns } from "./columns.js";
import { loadConfig } from "./config.js";
import { Decisions } from "./decisions.js";
import { h } from "./dom.js";
import { Leads } from "./leads.js";
import { pause } from "./patience.js";
import { startSession } from "./session.js";
import { TeamViews } from "./team_views.js";
import { seenInText } from "./unseen.js";
import { Uploads } from "./uploads.js";
import { active } from "./views/active.js";
import { dropzone } from "./views/dropzone.js";
import { banners, notices } from "./views/notices.js";
import { pager } from "./views/pager.js";
import { panel } from "./views/panel.js";
import { openStart } from "./views/saved_views.js";
import { table } from "./views/table.js";
import { toolbar } from "./views/toolbar.js";
import { topbar } from "./views/topbar.js";
import { story } from "./words.js";

const START_MS = 1500;

async function start() {
  const config = await loadConfig();
  const session = await startSession(config);
  if (!session) return;
  const api = new Api(config.apiUrl, session);
  const address = new Address();
  const columns = new Columns(api);
  const page = {
    config,
    session,
    api,
    address,
    notices: notices(),
    columns,
    leads: new Leads(api, address, columns),
    uploads: new Uploads(api),
    views: new TeamViews(api),
    decisions: new Decisions(api),
  };
  build(page);
  page.decisions.addEventListener("change", () => readAgain(page));
  page.uploads.addEventListener("end", ({ detail }) => tellEnd(page, detail));
  await Promise.all([page.columns.load(), startLeads(page), page.uploads.start()]);
}

/** An address that says nothing opens what this person starts with, which is waited for a moment. */
async function startLeads(page) {
  const isSilent = !location.search;
  const started = openStart(page);
  if (isSilent) await Promise.race([started, pause(START_MS)]);
  if (!page.leads.isLoading) await page.leads.load();
}

function build(page) {
  const main = h(
    "main",
    { class: "main", id: "leads" },
    dropzone(page),
    active(page),
    toolbar(page),
    h("div", { class: "table-frame" }, table(page), pager(page)),
  );
  const again = () => {
    readAgain(page);
    page.uploads.list();
  };
  document.body.replaceChildren(
    h("a", { class: "skip-link", href: "#leads" }, "Skip to the leads"),
    topbar(page),
    ...banners(page.api, again),
    h("div", { class: "body" }, main, panel(page, main)),
    page.notices.element,
  );
}

/** The table takes in what an import changed, and keeps its filters, sort and page. */
function tellEnd(page, upload) {
  const told = upload.result?.rows ? story(upload.result) : (upload.error?.message ?? "");
  page.notices.say(
    `${seenInText(upload.fileName)}: ${told || upload.status}`,
    upload.status === "failed" ? "bad" : "good",
  );
  readAgain(page);
}

/** The columns before the leads, which wait for them where the address names some. */
function readAgain({ columns, leads }) {
  return [columns.load(), leads.load()];
}

start().catch((error) => {
  document.body.replaceChildren(
    h(
      "main",
      { class: "message lone" },
      h("h1", {}, "EasyCRM could not start"),
      h("p", {}, error.message),
      h("button", { type: "button", class: "button", onclick: () => location.reload() }, "Try again"),
    ),
  );
});
