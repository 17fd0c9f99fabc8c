/** Names of files as what they are: a character that is not seen, or turns others around, is shown by its number. */

/** Controls, direction, line and paragraph separators, fillers of no width, tags; not the joiners that scripts and emoji need. */
const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/** "x[U+202E]fdp.csv" for a name with a character that turns the rest around; for an element of its own, a `bdi`. */
export function seen(name) {
  return String(name).replace(UNSEEN, (one) => `[U+${one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
}

/** The same for a sentence around it, whose order a name that is read from the right cannot change. */
export function seenInText(name) {
  const shown = seen(name);
  return RIGHT_TO_LEFT.test(shown) ? `${FIRST_STRONG_ISOLATE}${shown}${POP_ISOLATE}` : shown;
}
