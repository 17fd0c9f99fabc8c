/** What can be done with a column of the table: its place, its width, whether it stays and is shown, what it is called. */

import { MOST_PINNED, moved } from "../arranging.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { columnSettings } from "./column_settings.js";

export function headMenu(column, page, close) {
  const { address, columns } = page;
  const { pinned, widths } = address.view;
  const names = columns.shown(address.view).map(({ name }) => name);
  const at = names.indexOf(column.name);
  const go = (changes) => () => {
    close();
    address.go(changes, { replace: true });
  };
  const hide = () => {
    go({ columns: names.filter((name) => name !== column.name) })();
    focusOn("more", names[at + 1] ?? names[at - 1]);
  };
  const { [column.name]: width, ...otherWidths } = widths;
  const menu = h(
    "div",
    { class: "menu", role: "group", "aria-label": column.label },
    action("left", "Move left", at > 0 && go({ columns: moved(names, column.name, -1) })),
    action("right", "Move right", at < names.length - 1 && go({ columns: moved(names, column.name, 1) })),
    at + 1 === pinned
      ? action("pin", "Let all columns scroll", go({ pinned: 0 }))
      : action("pin", "Keep in sight up to here", at < MOST_PINNED && go({ pinned: at + 1 })),
    action("columns", "Change the width", () => {
      close();
      focusOn("width", column.name);
    }),
    width && action("retry", "Width as usual", go({ widths: otherWidths })),
    action("close", "Do not show", names.length > 1 && hide),
    column.key !== undefined &&
      action("options", "Name, type and more", () => {
        const settings = columnSettings(column, page, close);
        menu.replaceWith(settings);
        settings.querySelector("input, select, button, [tabindex]")?.focus();
      }),
  );
  return menu;
}

function focusOn(what, name) {
  document.querySelector(`[data-key="${CSS.escape(`${what}-${name}`)}"]`)?.focus();
}

function action(name, words, onclick) {
  const properties = { type: "button", class: "menu-item", disabled: !onclick };
  return h("button", onclick ? { ...properties, onclick } : properties, icon(name), words);
}
