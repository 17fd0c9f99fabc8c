/** Which columns the table shows, and in which order. */

import { moved } from "../arranging.js";
import { fill, h, keepFocus } from "../dom.js";
import { icon } from "../icons.js";
import { columnPicker, columnWords } from "./column_picker.js";
import { allColumnSettings } from "./column_settings.js";

const USUAL_WORDS =
  "As usual: the fields, and up to three columns of your lists that most leads have, country and city before others.";

export function columnMenu(page, close) {
  const { address, columns } = page;
  const names = () => columns.shown(address.view).map(({ name }) => name);
  const show = (wanted) => address.go({ columns: wanted }, { replace: true });
  const toggle = (name, isShown) => {
    const others = names().filter((one) => one !== name);
    show(isShown ? [...others, name] : others);
    fillShown();
  };
  const order = h("ol", { "aria-label": "Columns that are shown, in their order" });
  const fillShown = () =>
    keepFocus(order, () =>
      fill(
        order,
        names().map((name, at, all) => placed(columns.named(name), at, all)),
      ),
    );
  const placed = (column, at, all) => {
    const step = (name, words, steps) =>
      h(
        "button",
        {
          type: "button",
          class: "button ghost icon-only",
          "aria-label": `Move ${column.label} ${words}`,
          "data-key": `${name}-${column.name}`,
          disabled: at + steps < 0 || at + steps >= all.length,
          onclick: () => {
            show(moved(names(), column.name, steps));
            fillShown();
          },
        },
        icon(name),
      );
    return h("li", { class: "placed" }, h("span", { class: "flex-1 truncate", title: column.label }, column.label), [
      step("up", "left", -1),
      step("down", "right", 1),
    ]);
  };
  const choice = (column) =>
    h(
      "label",
      { class: "menu-item" },
      h("input", {
        type: "checkbox",
        checked: names().includes(column.name),
        onchange: ({ target }) => toggle(column.name, target.checked),
      }),
      columnWords(column),
    );
  const inOrder = [...new Set([...columns.shown(address.view), ...columns.choosable])];
  fillShown();
  const menu = h(
    "div",
    { class: "column-menu" },
    columnPicker(inOrder, "Columns to show", choice),
    h(
      "details",
      { class: "order" },
      h("summary", { class: "menu-item" }, h("span", { class: "flex-1" }, "Order"), icon("open")),
      order,
    ),
    h("p", { class: "menu-note" }, USUAL_WORDS),
    h(
      "div",
      { class: "form-actions" },
      h(
        "button",
        { type: "button", class: "button ghost small", onclick: () => open(menu, allColumnSettings(page, close)) },
        "Names and types",
      ),
      h("button", { type: "button", class: "button small", onclick: () => asUsual(address, close) }, "As usual"),
    ),
  );
  return menu;
}

function open(menu, settings) {
  menu.replaceWith(settings);
  settings.querySelector("input, select, button, [tabindex]")?.focus();
}

function asUsual(address, close) {
  close();
  address.go({ columns: [], widths: {}, pinned: 1 }, { replace: true });
}
