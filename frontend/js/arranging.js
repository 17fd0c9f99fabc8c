/** How the columns of the table stand: their order, their widths, and how many of them stay while the others scroll. */

export const LEAST_WIDTH = 60;
export const MOST_WIDTH = 900;
export const MOST_PINNED = 20;

/** The names with one of them `steps` further right; further left if they are below 0. */
export function moved(names, name, steps) {
  const at = names.indexOf(name);
  const target = Math.max(0, Math.min(names.length - 1, at + steps));
  return at < 0 ? names : names.toSpliced(at, 1).toSpliced(target, 0, name);
}

/** The names with one of them where another stands, which makes room. */
export function movedTo(names, name, other) {
  return moved(names, name, names.indexOf(other) - names.indexOf(name));
}

/** A width, in whole pixels, that a column may have. */
export function widthWithin(pixels) {
  return Math.round(Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, pixels)));
}

/** How many of the first columns can stay, by their widths, so that more than half of the table still scrolls. */
export function pinnedWithin(widths, pinned, room) {
  let used = 0;
  const fits = widths.slice(0, pinned).filter((width) => {
    used += width;
    return used <= room * 0.5;
  });
  return fits.length;
}
