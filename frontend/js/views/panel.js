/** The panel at the right: one lead, one company, all companies, the questions, or the imports; a sheet over the page on a phone. */

import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { chatView } from "./chat.js";
import { companiesView } from "./companies.js";
import { companyView } from "./company.js";
import { importsView } from "./imports.js";
import { leadView } from "./lead.js";

const TITLES = {
  lead: "Lead",
  imports: "Imports",
  chat: "Ask your leads",
  companies: "Companies",
  company: "Company",
};
const NARROW = matchMedia("(max-width: 63.99rem)");

/** `behind` is what lies under the sheet on a phone, and cannot be reached while it is open. */
export function panel(page, behind) {
  const { address } = page;
  const views = {
    lead: leadView(page),
    imports: importsView(page),
    chat: chatView(page),
    companies: companiesView(page),
    company: companyView(page),
  };
  const title = h("h2", { class: "panel-title", tabindex: "-1" });
  const extra = h("div", { class: "panel-extra" });
  const close = () => address.go({ panel: "", lead: "" });
  const body = h("div", { class: "panel-body" });
  const element = h(
    "aside",
    { class: "panel", "aria-label": "Panel", hidden: true },
    h(
      "header",
      { class: "panel-head" },
      title,
      extra,
      h(
        "button",
        {
          type: "button",
          class: "button ghost icon-only",
          "aria-label": "Close the panel",
          title: "Close (Esc)",
          onclick: close,
        },
        icon("close"),
      ),
    ),
    body,
  );
  let opener = null;
  const show = (before) => {
    const name = address.view.panel;
    const wasOpen = !element.hidden;
    element.hidden = !name;
    behind.inert = Boolean(name) && NARROW.matches;
    if (!name) {
      if (wasOpen) giveBack(opener, before?.lead);
      return;
    }
    if (before?.panel !== name) {
      if (!wasOpen) opener = document.activeElement;
      title.textContent = TITLES[name];
      element.setAttribute("aria-label", TITLES[name]);
      fill(extra, views[name].extra);
      fill(body, views[name].element);
      if (before) (views[name].focus ?? title).focus();
    }
    views[name].show?.();
  };
  address.addEventListener("change", ({ detail: { before } }) => show(before));
  NARROW.addEventListener("change", () => show(address.view));
  document.addEventListener("keydown", (event) => {
    if (
      event.key === "Escape" &&
      !event.defaultPrevented &&
      !document.querySelector(":popover-open, dialog[open]") &&
      address.view.panel
    )
      close();
  });
  queueMicrotask(() => show(null));
  return element;
}

/** The focus goes to the row of the lead that was shown last, else to what opened the panel, else to the leads. */
function giveBack(opener, leadId) {
  const row = leadId && document.querySelector(`.lead-link[data-key="${CSS.escape(leadId)}"]`);
  const target = row || (opener?.isConnected && opener !== document.body ? opener : null);
  (target ?? document.querySelector(".table-scroll:not([hidden])"))?.focus();
}
