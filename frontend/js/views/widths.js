/** The widths of the columns, dragged or set by the arrow keys, and the first columns, which stay while others scroll. */

import { LEAST_WIDTH, MOST_WIDTH, pinnedWithin, widthWithin } from "../arranging.js";
import { h } from "../dom.js";

const STEP = 16;

/** The right edge of a head, which is dragged; Home or a double click makes the column as wide as usual. */
export function widthHandle(column, { address }) {
  const handle = h("div", {
    class: "width-handle",
    role: "separator",
    tabindex: "-1",
    "aria-orientation": "vertical",
    "aria-label": `Width of ${column.label}: arrow keys change it, Home makes it as usual`,
    "aria-valuemin": LEAST_WIDTH,
    "aria-valuemax": MOST_WIDTH,
    "aria-valuenow": address.view.widths[column.name] ?? LEAST_WIDTH,
    "data-key": `width-${column.name}`,
  });
  const head = () => handle.parentElement;
  const keep = (width) =>
    address.go({ widths: { ...address.view.widths, [column.name]: widthWithin(width) } }, { replace: true });
  const reset = () => {
    const { [column.name]: _width, ...others } = address.view.widths;
    address.go({ widths: others }, { replace: true });
  };
  handle.addEventListener("focus", () => {
    handle.setAttribute("aria-valuenow", String(widthWithin(head().offsetWidth)));
  });
  handle.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!steps && event.key !== "Home") return;
    event.preventDefault();
    if (steps) keep(head().offsetWidth + steps * STEP);
    else reset();
  });
  handle.addEventListener("dblclick", reset);
  handle.addEventListener("pointerdown", (down) => {
    if (down.button) return;
    down.preventDefault();
    handle.setPointerCapture(down.pointerId);
    const from = head().offsetWidth - down.clientX;
    const watch = new AbortController();
    const { signal } = watch;
    let width = 0;
    const move = ({ clientX }) => {
      width = widthWithin(from + clientX);
      setWidth(head(), width);
    };
    const end = (isKept) => {
      watch.abort();
      if (isKept && width) keep(width);
    };
    handle.addEventListener("pointermove", move, { signal });
    handle.addEventListener("pointerup", () => end(true), { signal });
    handle.addEventListener("pointercancel", () => end(false), { signal });
  });
  return handle;
}

function setWidth(head, width) {
  const at = head.cellIndex;
  for (const { cells } of head.closest("table").rows) if (cells[at]) cellWidth(cells[at], width);
}

function cellWidth({ style }, width) {
  for (const name of ["width", "minWidth", "maxWidth"]) style[name] = width ? `${width}px` : "";
}

/** Gives the cells of a table the widths of a view, and lets its first columns stay. */
export function arrange(table, columns, { widths, pinned }) {
  const [head, ...rows] = table.rows;
  for (const { cells } of [head, ...rows]) {
    for (const [at, column] of columns.entries()) {
      if (cells[at] && widths[column.name]) cellWidth(cells[at], widths[column.name]);
    }
  }
  const heads = [...head.cells].map((cell) => cell.getBoundingClientRect().width);
  const staying = pinnedWithin(heads, pinned, table.parentElement.clientWidth);
  const lefts = heads.slice(0, staying).map((_, at) => heads.slice(0, at).reduce((sum, width) => sum + width, 0));
  for (const { cells } of [head, ...rows]) {
    for (const [at, cell] of [...cells].entries()) {
      cell.classList.toggle("is-pinned", at < staying);
      cell.classList.toggle("is-last-pinned", at === staying - 1);
      cell.style.left = at < staying ? `${lefts[at]}px` : "";
    }
  }
}
