/** At the foot of the table: the range, the pages, a jump to any of them, the size of a page. */

import { PAGE_SIZES } from "../address.js";
import { fill, h, keepFocus } from "../dom.js";
import { icon } from "../icons.js";
import { number } from "../words.js";

export function pager({ address, leads }) {
  const element = h("nav", { class: "pager", "aria-label": "Pages" });
  const show = () => {
    const { pagination } = leads;
    element.hidden = !pagination?.totalCount;
    if (!element.hidden) keepFocus(element, () => fill(element, parts(pagination, address)));
  };
  leads.addEventListener("change", show);
  show();
  return element;
}

/** The numbers of the pages to offer, with null for a gap: 1 … 4 5 6 … 25. */
export function pageNumbers(page, last) {
  const near = [1, page - 1, page, page + 1, last].filter((one) => one >= 1 && one <= last);
  const wanted = [...new Set(near)].sort((one, other) => one - other);
  return wanted.flatMap((one, at) => {
    const gap = one - (wanted[at - 1] ?? one - 1);
    return gap === 1 ? [one] : gap === 2 ? [one - 1, one] : [null, one];
  });
}

/** "51–100 of 1,204". */
export function rangeWords({ page, pageSize, totalCount }) {
  const first = (page - 1) * pageSize + 1;
  return `${number(first)}–${number(Math.min(totalCount, page * pageSize))} of ${number(totalCount)}`;
}

function parts(pagination, address) {
  const { page, totalPages } = pagination;
  const go = (target) => () => address.go({ page: target });
  const step = (name, label, target) =>
    h(
      "button",
      {
        type: "button",
        class: "button ghost icon-only",
        "aria-label": label,
        title: label,
        "data-key": name,
        disabled: target < 1 || target > totalPages,
        onclick: go(target),
      },
      icon(name),
    );
  const pages = pageNumbers(page, totalPages).map((one) =>
    one === null
      ? h("span", { class: "gap", "aria-hidden": "true" }, "…")
      : h(
          "button",
          {
            type: "button",
            class: "button ghost page",
            "data-key": one,
            "aria-label": `Page ${one}`,
            "aria-current": one === page ? "page" : null,
            onclick: go(one),
          },
          number(one),
        ),
  );
  return [
    h("p", { class: "range-words", role: "status" }, rangeWords(pagination)),
    totalPages > 1 &&
      h(
        "div",
        { class: "pages" },
        step("left", "Previous page", page - 1),
        h("span", { class: "page-numbers" }, pages),
        step("right", "Next page", page + 1),
      ),
    totalPages > 5 && jump(totalPages, address),
    sizes(address),
  ];
}

function jump(last, address) {
  const input = h("input", {
    type: "number",
    min: "1",
    max: String(last),
    class: "input narrow",
    "aria-label": `Go to page, 1 to ${last}`,
    placeholder: "Page",
  });
  const go = (event) => {
    event.preventDefault();
    if (input.value) address.go({ page: Math.min(last, Math.max(1, Math.round(Number(input.value)))) });
  };
  return h(
    "form",
    { class: "jump", novalidate: true, onsubmit: go },
    input,
    h("button", { class: "button ghost" }, "Go"),
  );
}

function sizes(address) {
  const choose = ({ target }) => address.go({ pageSize: Number(target.value) });
  return h(
    "label",
    { class: "sizes" },
    h(
      "select",
      { class: "input", "aria-label": "Leads a page", "data-key": "sizes", onchange: choose },
      PAGE_SIZES.map((size) =>
        h("option", { value: size, selected: size === address.view.pageSize }, `${size} a page`),
      ),
    ),
  );
}
