/** The bar at the top: the name, the search, the panels, the account. */

import { h, isTyping } from "../dom.js";
import { icon } from "../icons.js";
import { withPopover } from "./popover.js";

const PAUSE_MS = 250;
const SHORTCUTS = [
  ["/", "Search"],
  ["J  K", "Next and previous lead"],
  ["Esc", "Empty the search, close the panel"],
];

export function topbar({ address, session, uploads }) {
  return h(
    "header",
    { class: "topbar" },
    h(
      "a",
      { href: "/", class: "brand", "aria-label": "EasyCRM, to the start" },
      h("span", { class: "brand-mark", "aria-hidden": "true" }, "E"),
      h("span", { class: "brand-name" }, "EasyCRM"),
    ),
    search(address),
    h(
      "nav",
      { class: "topbar-actions", "aria-label": "Panels" },
      panelButton(address, "companies", "Companies", null),
      panelButton(address, "imports", "Imports", uploads),
      panelButton(address, "chat", "Ask", null),
    ),
    account(session),
  );
}

function search(address) {
  const input = h("input", {
    type: "search",
    id: "search",
    class: "search-input",
    placeholder: "Search leads",
    "aria-label": "Search leads",
    "aria-keyshortcuts": "/",
    autocomplete: "off",
    maxlength: "200",
    value: address.view.q,
  });
  let timer;
  let shown = address.view.q;
  const search = () => {
    clearTimeout(timer);
    if (input.value.trim() !== address.view.q)
      address.go({ q: input.value.trim() }, { replace: Boolean(address.view.q) });
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE_MS);
  });
  // Escape empties the field, and closes the panel only when there is nothing to empty.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !input.value) return;
    event.preventDefault();
    input.value = "";
    search();
  });
  address.addEventListener("change", ({ detail: { view } }) => {
    if (document.activeElement !== input || input.value.trim() === shown) input.value = view.q;
    shown = view.q;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    event.preventDefault();
    input.select();
  });
  const submit = (event) => {
    event.preventDefault();
    search();
  };
  return h(
    "form",
    { role: "search", class: "search", onsubmit: submit },
    icon("search"),
    input,
    h("kbd", { class: "search-key", "aria-hidden": "true" }, "/"),
  );
}

function panelButton(address, panel, label, uploads) {
  const amount = h("span", { class: "count", hidden: true });
  const toggle = () => address.go({ panel: address.view.panel === panel ? "" : panel, lead: "" });
  const button = h(
    "button",
    { type: "button", class: "button ghost", onclick: toggle },
    icon(panel),
    h("span", { class: "label" }, label),
    amount,
  );
  const show = () => button.setAttribute("aria-pressed", String(address.view.panel === panel));
  address.addEventListener("change", show);
  show();
  uploads?.addEventListener("change", () => {
    const running = uploads.active.length + uploads.sending.length;
    amount.textContent = running;
    amount.hidden = !running;
    amount.title = `${running} under way`;
  });
  return button;
}

function account(session) {
  const button = h(
    "button",
    { type: "button", class: "avatar", "aria-label": `Account of ${session.email}` },
    session.email.slice(0, 1).toUpperCase(),
  );
  return h(
    "div",
    { class: "account" },
    withPopover(button, () => accountMenu(session), "Account"),
  );
}

function accountMenu(session) {
  const keys = SHORTCUTS.map(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)]);
  return h(
    "div",
    { class: "menu" },
    h(
      "p",
      { class: "menu-note" },
      "Signed in as",
      h("strong", { class: "block truncate" }, session.email),
      session.isOperator && h("span", { class: "pill" }, "Operator"),
    ),
    h("dl", { class: "shortcuts" }, keys),
    h("a", { class: "menu-item", href: "/licences.txt", target: "_blank" }, "Licences"),
    h("button", { type: "button", class: "menu-item", onclick: () => session.signOut() }, "Sign out"),
  );
}
