/** Heads of columns that are dragged onto one another with a mouse or a pen; a finger scrolls, and has the menus. */

const FAR_ENOUGH = 6;

/** Lets a head be dragged; `drop(name)` is called with the column that it was let go over. */
export function draggable(head, drop) {
  head.addEventListener("pointerdown", (down) => {
    const isHandle = down.target.closest("[role=separator], .popover, .header-tool");
    if (down.button || down.pointerType === "touch" || isHandle) return;
    follow(head, down, drop);
  });
}

function follow(head, { pointerId, clientX }, drop) {
  const watch = new AbortController();
  const { signal } = watch;
  let target = null;
  let isDragged = false;
  const mark = (next) => {
    target?.classList.remove("is-target");
    target = next && next !== head ? next : null;
    target?.classList.add("is-target");
  };
  const move = (event) => {
    if (!isDragged && Math.abs(event.clientX - clientX) < FAR_ENOUGH) return;
    isDragged = true;
    head.setPointerCapture(pointerId);
    head.classList.add("is-dragged");
    mark(document.elementFromPoint(event.clientX, event.clientY)?.closest("th[data-column]"));
  };
  const end = (isDropped) => {
    watch.abort();
    head.classList.remove("is-dragged");
    const name = target?.dataset.column;
    mark(null);
    if (!isDragged) return;
    // The click that ends it sorts nothing.
    head.addEventListener("click", (event) => event.stopPropagation(), { capture: true, once: true, signal: soon() });
    if (isDropped && name !== undefined) drop(name);
  };
  addEventListener("pointermove", move, { signal });
  addEventListener("pointerup", () => end(true), { signal });
  addEventListener("pointercancel", () => end(false), { signal });
  addEventListener("keydown", ({ key }) => key === "Escape" && end(false), { signal });
}

/** Ends when what is under way has been done. */
function soon() {
  const ending = new AbortController();
  setTimeout(() => ending.abort());
  return ending.signal;
}
