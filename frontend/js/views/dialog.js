/** A question before something is done. Escape and Cancel do nothing; the focus goes back to where it was. */

import { h, newId } from "../dom.js";

/** `yes` is the word on the button that calls `go`. */
export function ask(title, content, yes, go) {
  choose(title, content, [[yes, go]]);
}

/** The same with several answers, each `[word, go]`; the last is the one that Enter takes. */
export function choose(title, content, answers) {
  const id = newId("dialog");
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": id, onclose: () => dialog.remove() });
  const buttons = answers.map(([word, go], at) => {
    const isLast = at === answers.length - 1;
    return h("button", { class: isLast ? "button primary" : "button", autofocus: isLast, onclick: go }, word);
  });
  dialog.append(
    h("h2", { id }, title),
    content,
    h("form", { method: "dialog", class: "dialog-actions" }, h("button", { class: "button ghost" }, "Cancel"), buttons),
  );
  document.body.append(dialog);
  dialog.showModal();
}
