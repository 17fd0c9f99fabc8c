/** The team's views: opened, saved, renamed and deleted from a button above the table. */

import { fill, h, keepFocus, setText } from "../dom.js";
import { icon } from "../icons.js";
import { refusalWords } from "../refusals.js";
import { asShown, columnsOf, isChanged } from "../team_views.js";
import { ago } from "../words.js";
import { withPopover } from "./popover.js";
import { nameForm, openedView } from "./view_actions.js";

/** The button and its panel, side by side, for the toolbar. */
export function savedViews(page) {
  const { address, views } = page;
  const words = h("span", { class: "truncate" });
  const button = h("button", { type: "button", class: "button ghost views-button" }, icon("views"), words);
  const show = () => {
    setText(words, buttonWords(address.view, views));
    // On a phone the name of a view has room, and the word "Views" has not.
    words.classList.toggle("label", !views.named(address.view.openView));
  };
  for (const source of [address, views]) source.addEventListener("change", show);
  show();
  let menu;
  return withPopover(
    button,
    (close) => {
      menu ??= viewsMenu(page, close);
      menu.open();
      return menu.element;
    },
    "Views",
  );
}

/** "View: Hot leads, changed". */
export function buttonWords(view, views) {
  const saved = views.named(view.openView);
  if (!saved) return "Views";
  return `View: ${saved.name}${isChanged(saved, view) ? ", changed" : ""}`;
}

/** The columns of a view that are there no longer, by the keys that it names. */
export function goneFrom({ view }, columns) {
  const gone = columns ? columnsOf(view).filter((name) => columns.isGone(name)) : [];
  return gone.map((name) => name.slice("column.".length));
}

function viewsMenu(page, close) {
  const { address, views } = page;
  const element = h("div", { class: "menu scrolls" });
  const status = h("p", { class: "menu-note", role: "status" });
  const list = h("ul", { "aria-label": "Views of the team" });
  const opened = h("div", {});
  const form = nameForm("Save what you see as", "Save as", (name) =>
    change(() => views.save(name, address.view), name),
  );
  const say = (text, isBad = false) => {
    fill(status, text);
    status.classList.toggle("error", isBad);
  };
  /** What is done with a view, which is open then; a refusal is told in the menu. */
  const change = async (go) => {
    say("Saving …");
    try {
      const { name } = await go();
      address.go({ openView: name }, { replace: true });
      say("Saved for the team.");
      return true;
    } catch (error) {
      say(refusalWords(error), true);
      return false;
    }
  };
  const show = () =>
    keepFocus(element, () => {
      fill(
        list,
        allItem(page, close),
        views.all?.map((saved) => viewItem(saved, page, close)),
      );
      fill(opened, openedView(context));
    });
  const context = { page, close, change, say, show, renaming: null };
  for (const source of [address, views, page.columns]) source.addEventListener("change", show);
  fill(element, list, opened, form, status);
  show();
  const open = () => {
    context.renaming = null;
    say(views.all ? "" : "Reading the views …");
    form.reset();
    show();
    views.load().then(() => say(views.error?.message ?? "", Boolean(views.error)));
  };
  return { element, open };
}

/** What is as usual: no filter, and the usual columns. An address that says so is no start. */
function allItem({ address, views }, close) {
  const go = () => {
    close();
    address.go({ ...asShown({ name: views.start ? "" : null, view: {} }) });
  };
  return item("All leads", "As usual, for everybody", !address.view.openView, go);
}

function viewItem(saved, page, close) {
  const { address, views } = page;
  const go = () => {
    close();
    address.go(asShown(saved));
  };
  const gone = goneFrom(saved, page.columns);
  const note = [`${saved.by}, ${ago(saved.at)}`, gone.length && `a column is gone: ${gone.join(", ")}`];
  const isStart = views.start === saved.name;
  return item(saved.name, note.filter(Boolean).join(" · "), address.view.openView === saved.name, go, isStart);
}

function item(name, note, isOpen, onclick, isStart = false) {
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: "menu-item",
        "aria-current": isOpen ? "true" : null,
        "data-key": `view-${name}`,
        onclick,
      },
      h(
        "span",
        { class: "min-w-0 flex-1" },
        h("strong", { class: "block truncate" }, name),
        h("span", { class: "note block" }, note),
      ),
      isStart && h("span", { class: "pill" }, "Your start"),
      isOpen && icon("done"),
    ),
  );
}

/** Opens the view that this person starts with, where the address says nothing and nobody has gone on meanwhile. */
export async function openStart({ address, views }) {
  await views.load();
  const start = views.named(views.start);
  if (start && !location.search) address.go(asShown(start), { replace: true });
}
