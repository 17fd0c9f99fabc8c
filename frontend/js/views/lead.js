/** One lead: its values, where each comes from, and the next and the previous one. */

import { fill, h, isTyping } from "../dom.js";
import { icon } from "../icons.js";
import { field, inCommon, titleOf } from "../words.js";
import { companyLink, flagMark, leadAddress, mailLink, phoneLink, time } from "./cells.js";
import { ofLists, value } from "./lead_values.js";

const FIELDS = ["firstName", "lastName", "title", "company", "email", "phone"];
const LINKS = { email: mailLink, phone: phoneLink };

export function leadView(page) {
  const { api, address, leads, columns } = page;
  const element = h("article", { class: "lead" });
  const step = (steps) => {
    const leadId = leads.neighbour(address.view.lead, steps);
    if (leadId) address.go({ lead: leadId }, { replace: true });
  };
  const buttons = [button("up", "Previous lead", "K", () => step(-1)), button("down", "Next lead", "J", () => step(1))];
  const showButtons = () => {
    for (const [at, one] of buttons.entries()) one.disabled = !leads.neighbour(address.view.lead, at ? 1 : -1);
  };
  let shown = "";
  let abandon = new AbortController();
  const show = async (again = false) => {
    const leadId = address.view.lead;
    showButtons();
    if (!leadId || (leadId === shown && !again)) return;
    shown = leadId;
    abandon.abort();
    abandon = new AbortController();
    const { signal } = abandon;
    const known = leads.rows?.find((lead) => lead.leadId === leadId);
    fill(element, known ? heading(known) : h("p", { class: "note" }, "Reading the lead …"));
    const read = api.get(`/leads/${encodeURIComponent(leadId)}`, {}, signal);
    const content = await read.then((lead) => full({ ...lead, misfits: lead.misfits ?? known?.misfits }, page), failed);
    if (!signal.aborted) fill(element, content);
  };
  leads.addEventListener("change", () => {
    if (address.view.panel !== "lead") return;
    if (leads.isLoading) showButtons();
    else show(true);
  });
  columns?.addEventListener("change", () => address.view.panel === "lead" && show(true));
  document.addEventListener("keydown", ({ key, target, ctrlKey, metaKey, altKey }) => {
    if (address.view.panel !== "lead" || isTyping(target) || ctrlKey || metaKey || altKey) return;
    if (key === "j") step(1);
    if (key === "k") step(-1);
  });
  return { element, extra: buttons, show };
}

function button(name, label, key, onclick) {
  return h(
    "button",
    {
      type: "button",
      class: "button ghost icon-only",
      "aria-label": label,
      "aria-keyshortcuts": key,
      title: `${label} (${key})`,
      onclick,
    },
    icon(name),
  );
}

function heading(lead) {
  const place = [lead.title, lead.company].filter(Boolean).join(", ");
  return h(
    "header",
    { class: "lead-head" },
    h("h3", { class: "lead-name" }, titleOf(lead)),
    place && h("p", { class: "note" }, place),
    lead.flags.length > 0 && h("p", { class: "marks" }, lead.flags.map(flagMark)),
  );
}

function full(lead, page) {
  const links = { ...LINKS, company: () => companyLink(lead) };
  return [
    heading(lead),
    lead.restUrl && rest(lead, page),
    h(
      "dl",
      { class: "values" },
      FIELDS.map((name) => value(field(name), lead[name], lead.origins[name], { link: links[name] })),
    ),
    ofLists(lead, page.columns),
    duplicates(lead, page.address),
    h("p", { class: "note lead-foot" }, "Created ", time(lead.createdAt), ", updated ", time(lead.updatedAt), "."),
  ];
}

/** For a lead that is too long to be shown whole. Its link is short-lived, so it is asked for when it is wanted. */
function rest({ leadId }, { api, notices }) {
  const download = () =>
    api
      .get(`/leads/${encodeURIComponent(leadId)}`)
      .then(({ restUrl }) => restUrl && location.assign(restUrl))
      .catch((error) => notices.say(error.message, "bad"));
  return h(
    "p",
    { class: "note" },
    "This lead is too long to be shown whole. ",
    h("button", { type: "button", class: "button small", onclick: download }, icon("download"), "All of it"),
  );
}

/** Those who may be the same person, and why; null as long as that cannot be told. */
function duplicates({ possibleDuplicates }, address) {
  if (!possibleDuplicates?.length) return null;
  const items = possibleDuplicates.map((other) =>
    h(
      "li",
      {},
      h(
        "a",
        { class: "link", href: leadAddress(other), onclick: (event) => open(event, other, address) },
        titleOf(other),
      ),
      h("span", { class: "mark after" }, inCommon(other.why)),
      h("span", { class: "note block" }, [other.company, other.email, other.phone].filter(Boolean).join(" · ")),
    ),
  );
  return [h("h4", { class: "section-title" }, "Possible duplicates"), h("ul", { class: "duplicates" }, items)];
}

function open(event, { leadId }, address) {
  if (event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  address.go({ lead: leadId });
}

function failed(error) {
  return h("p", { class: "error" }, error.status === 404 ? "There is no such lead." : error.message);
}
