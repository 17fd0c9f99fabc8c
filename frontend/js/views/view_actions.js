/** What is done with a view of the team: saved, renamed, deleted, started with; and what happens where two do it at once. */

import { fill, h, newId } from "../dom.js";
import { refusalWords } from "../refusals.js";
import { asShown, isChanged } from "../team_views.js";
import { ago, count } from "../words.js";
import { ask, choose } from "./dialog.js";

const MOST_LETTERS = 60;

/** What can be done with the view that is open. `menu.renaming` is the form of the one that is being renamed, and stays. */
export function openedView(menu) {
  const { page, close, change, say } = menu;
  const { address, views } = page;
  const name = address.view.openView;
  if (!name || !views.all) return null;
  const saved = views.named(name);
  if (!saved)
    return h("p", { class: "menu-note" }, `There is no view “${name}” any more. You still see what it showed.`);
  if (menu.renaming?.name === name) return menu.renaming.form;
  const actions = h("div", { class: "opened-view" });
  const rename = () => {
    const go = async (wanted) => {
      if (!(await change(() => views.rename(views.named(name), wanted)))) return false;
      menu.renaming = null;
      menu.show();
      return true;
    };
    const form = nameForm("Its new name", "Rename", go, name);
    menu.renaming = { name, form };
    actions.replaceWith(form);
    form.querySelector("input").focus();
  };
  const save = () => {
    close();
    saveChanges(saved, page);
  };
  const remove = () => {
    close();
    askToDelete(saved, page);
  };
  const startWith = async ({ target }) => {
    try {
      await views.startWith(target.checked ? name : null);
      say(target.checked ? "You start with this view." : "You start with all leads.");
    } catch (error) {
      target.checked = !target.checked;
      say(refusalWords(error), true);
    }
  };
  return fill(
    actions,
    isChanged(saved, address.view) && action("Save changes", save, "primary"),
    action("Rename", rename),
    action("Delete", remove),
    h(
      "label",
      { class: "choice" },
      h("input", {
        type: "checkbox",
        checked: views.start === name,
        "data-key": "start",
        onchange: startWith,
      }),
      "Start with this view",
    ),
  );
}

function action(word, onclick, kind = "") {
  return h("button", { type: "button", class: `button small ${kind}`, "data-key": `do-${word}`, onclick }, word);
}

/** A form for the name of a view; `go(name)` says whether it is done. */
export function nameForm(label, word, go, value = "") {
  const id = newId("view");
  const input = h("input", {
    id,
    class: "input",
    value,
    required: true,
    maxlength: MOST_LETTERS,
    autocomplete: "off",
    "data-key": id,
  });
  const submit = async (event) => {
    event.preventDefault();
    if ((await go(input.value.trim())) && !value) input.value = "";
  };
  return h(
    "form",
    { class: "name-form", onsubmit: submit },
    h("label", { for: id, class: "field-label" }, label),
    h("div", { class: "flex gap-1" }, input, h("button", { class: "button" }, word)),
  );
}

/** Keeps what is shown in the view's place, unless somebody was quicker: then both can be kept. */
async function saveChanges(saved, page) {
  const { address, views, notices } = page;
  const mine = address.view;
  try {
    await views.save(saved.name, mine, saved.version);
    notices.say(`The view “${saved.name}” is saved for the team.`);
  } catch (error) {
    if (error.status !== 409) return notices.say(refusalWords(error), "bad");
    chooseBetween(saved.name, mine, page, error);
  }
}

function chooseBetween(name, mine, { address, views, notices }, error) {
  const theirs = views.named(name);
  const { by, at } = { ...theirs, ...error.details };
  const id = newId("view");
  const input = h("input", { id, class: "input", value: freeName(name, views), maxlength: MOST_LETTERS });
  const saveAs = async () => {
    try {
      const kept = await views.save(input.value.trim(), mine);
      address.go({ openView: kept.name }, { replace: true });
      notices.say(`The view “${kept.name}” is saved for the team.`);
    } catch (refused) {
      notices.say(refusalWords(refused), "bad");
    }
  };
  const content = [
    h("p", {}, by ? `${by} changed “${name}”, ${ago(at)}. Nothing of yours is lost.` : error.message),
    h("label", { for: id, class: "field-label" }, "Save yours as"),
    input,
  ];
  choose("This view was changed meanwhile", h("div", {}, content), [
    ...(theirs ? [["Take theirs", () => address.go(asShown(theirs))]] : []),
    ["Save under this name", saveAs],
  ]);
}

/** "Hot leads 2", or the first after it that there is not. */
function freeName(name, views) {
  const numbered = (number) => `${name.slice(0, MOST_LETTERS - 4)} ${number}`;
  let number = 2;
  while (views.named(numbered(number))) number += 1;
  return numbered(number);
}

function askToDelete(saved, { address, views, notices }) {
  const filters = count(Object.keys(saved.view.filters ?? {}).length, "filter");
  const note = h("p", {}, `Nobody of the team will have it, nor its ${filters}. The leads stay as they are.`);
  ask(`Delete the view “${saved.name}”?`, note, "Delete", async () => {
    try {
      await views.remove(saved);
      address.go({ openView: null }, { replace: true });
      notices.say(`The view “${saved.name}” is deleted.`);
    } catch (error) {
      notices.say(refusalWords(error), "bad");
    }
  });
}
