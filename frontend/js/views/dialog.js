/** A question before something is done. Escape and Cancel do nothing; the focus goes back to where it was. */

import { h, newId } from "../dom.js";

/** `yes` is the word on the button that calls `go`. */
export function ask(title, content, yes, go) {
  const id = newId("dialog");
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": id, onclose: () => dialog.remove() });
  dialog.append(
    h("h2", { id }, title),
    content,
    h(
      "form",
      { method: "dialog", class: "dialog-actions" },
      h("button", { class: "button ghost" }, "Cancel"),
      h("button", { class: "button primary", autofocus: true, onclick: go }, yes),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}
