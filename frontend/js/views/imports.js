/** The imports: files being sent from here, then all uploads of everybody, newest first. */

import { fill, h } from "../dom.js";
import { sendingCard } from "./sending_card.js";
import { uploadCard } from "./upload_card.js";

export function importsView(page) {
  const { uploads } = page;
  const list = h("ol", { class: "cards" });
  const note = h("p", { class: "note padded", role: "status" });
  const more = olderButton(page, list);
  const element = h("div", {}, note, list, more);
  const cards = new Map();
  const show = () => {
    note.textContent = noteOf(uploads);
    more.hidden = !uploads.hasOlder;
    const shown = [
      ...uploads.sending.map((sending) => sent(cards, sending, page)),
      ...uploads.listed.map((upload) => followed(cards, upload, page)),
    ];
    if (shown.some((card, at) => list.children[at] !== card) || list.children.length !== shown.length)
      fill(list, shown);
  };
  uploads.addEventListener("change", show);
  show();
  return { element };
}

/** What was there before; the focus goes to the first of it, for it would be lost with the button. */
function olderButton({ uploads, notices }, list) {
  const go = async () => {
    const { length } = list.children;
    button.disabled = true;
    try {
      await uploads.older();
      list.children[length]?.focus();
    } catch (error) {
      notices.say(error.message, "bad");
    } finally {
      button.disabled = false;
    }
  };
  const button = h("button", { type: "button", class: "button older", hidden: true, onclick: go }, "Older imports");
  return button;
}

function noteOf(uploads) {
  if (uploads.error) return uploads.error.message;
  return uploads.all.length || uploads.sending.length ? "" : "Nothing has been imported yet.";
}

/** A card is made once and updated from then on, so that nothing in it loses the focus. */
function followed(cards, upload, page) {
  const card = cards.get(upload.uploadId) ?? uploadCard(page, upload.uploadId);
  cards.set(upload.uploadId, card);
  card.update(upload);
  return card.element;
}

function sent(cards, sending, page) {
  const card = cards.get(sending.key) ?? sendingCard(page, sending);
  cards.set(sending.key, card);
  card.update(sending);
  return card.element;
}
