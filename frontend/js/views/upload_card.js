/** One upload: how far it is and what can be done; at its end what became of its rows. */

import { fill, h, keepFocus, setText } from "../dom.js";
import { icon } from "../icons.js";
import { isEnded } from "../uploads.js";
import { count, marks, number, size, stage, story, timeLeft } from "../words.js";
import { time } from "./cells.js";
import { recognised } from "./recognised.js";

const ACTIONS = {
  cancel: ["cancel", "Cancel", "stop"],
  retry: ["retry", "Try again", "retry"],
  forceComplete: ["force-complete", "End it here", "done"],
};

/** `{element, update(upload)}`. */
export function uploadCard({ address, uploads, session, notices }, uploadId) {
  const parts = {
    name: h("h3", { class: "card-name" }),
    pill: h("span", { class: "pill" }),
    meta: h("p", { class: "note" }),
    bar: bar(),
    words: h("p", { class: "card-words", role: "status" }),
    marks: h("p", { class: "note" }),
    actions: h("div", { class: "card-actions" }),
  };
  const details = h("details", { class: "card-details" }, h("summary", {}, "What was recognised"), h("div"));
  const element = h(
    "li",
    { class: "card" },
    h("div", { class: "card-head" }, parts.name, parts.pill),
    parts.meta,
    parts.bar,
    parts.words,
    parts.marks,
    parts.actions,
    details,
  );
  let upload;
  details.addEventListener(
    "toggle",
    () =>
      details.open &&
      !upload.worksheets &&
      uploads.detail(uploadId).catch((error) => notices.say(error.message, "bad")),
  );
  const act = async (action) => {
    try {
      await uploads.act(uploadId, action);
    } catch (error) {
      notices.say(error.message, "bad");
    }
  };
  const update = (given) => {
    upload = given;
    setText(parts.name, upload.fileName);
    setText(parts.pill, stage(upload.stage));
    parts.pill.dataset.status = upload.status;
    fill(parts.meta, time(upload.createdAt), ` by ${upload.createdBy}`);
    showBar(parts.bar, upload);
    setText(parts.words, wordsOf(upload));
    setText(parts.marks, marks(upload.flags ?? {}));
    keepFocus(parts.actions, () => fill(parts.actions, actionsOf(upload, { act, address, session, uploads, notices })));
    if (upload.worksheets) fill(details.lastChild, recognised(upload));
  };
  return { element, update };
}

/** `{element, update(sending)}` for a file that is being sent. */
export function sendingCard(uploads, { key }) {
  const words = h("p", { class: "card-words", role: "status" });
  const progress = bar();
  const name = h("h3", { class: "card-name" });
  const actions = h("div", { class: "card-actions" });
  const element = h(
    "li",
    { class: "card" },
    h("div", { class: "card-head" }, name, h("span", { class: "pill" }, "Sending")),
    progress,
    words,
    actions,
  );
  const update = (sending) => {
    setText(name, sending.fileName);
    showPercentage(progress, Math.floor((100 * sending.sent) / sending.fileSize), !sending.error);
    setText(words, sending.error ?? `${size(sending.sent)} of ${size(sending.fileSize)} sent`);
    words.classList.toggle("error", Boolean(sending.error));
    const stop = () => (sending.error ? uploads.forget(key) : sending.abort());
    keepFocus(actions, () =>
      fill(
        actions,
        h(
          "button",
          { type: "button", class: "button small", "data-key": "stop", onclick: stop },
          sending.error ? "Dismiss" : "Stop sending",
        ),
      ),
    );
  };
  return { element, update };
}

function bar() {
  return h(
    "div",
    { class: "bar", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100", "aria-label": "Progress" },
    h("div", { class: "bar-fill" }),
  );
}

function showBar(element, upload) {
  showPercentage(element, upload.progress.percentage, !isEnded(upload));
}

function showPercentage(element, percentage, isShown) {
  element.hidden = !isShown;
  element.setAttribute("aria-valuenow", String(percentage));
  element.firstChild.style.width = `${percentage}%`;
}

function wordsOf(upload) {
  const { status, error, result, progress, failedBatches = [] } = upload;
  if (!isEnded(upload)) return progressWords(progress, upload);
  const told = result?.rows ? story(result) : "";
  const failed = failedBatches.length ? `${count(failedBatches.length, "batch", "batches")} could not be stored.` : "";
  return [error?.message, stopWords(upload), told, failed].filter(Boolean).join(" ") || stage(status);
}

function stopWords({ status, stoppedBy, result }) {
  if (!stoppedBy) return "";
  const kept = result?.rows ? "What was stored until then is kept." : "Nothing had been stored.";
  return `${status === "cancelled" ? "Cancelled" : "Ended"} by ${stoppedBy.by}. ${kept}`;
}

function progressWords(
  { totalBatches, completedBatches, failedBatches, totalLeads, processedLeads, percentage },
  { estimatedCompletion },
) {
  const rows = totalLeads ? `${number(processedLeads)} of ${count(totalLeads, "row")}` : "";
  const batches = totalBatches
    ? `${number(completedBatches + failedBatches)} of ${count(totalBatches, "batch", "batches")}`
    : "";
  return [`${percentage}%`, rows, batches, timeLeft(estimatedCompletion)].filter(Boolean).join(" · ");
}

function actionsOf(upload, { act, address, session, uploads, notices }) {
  const allowed = upload.actions.filter((name) => name !== "forceComplete" || session.isOperator);
  const buttons = allowed.map((name) => action(ACTIONS[name], act));
  if (!isEnded(upload)) return buttons;
  const show = () => address.go({ q: "", filters: { uploadId: `=${upload.uploadId}` } });
  const hasLeads = upload.result && upload.result.created + upload.result.updated > 0;
  return [
    hasLeads &&
      h("button", { type: "button", class: "button small", "data-key": "show", onclick: show }, "Show its leads"),
    upload.result &&
      h(
        "button",
        {
          type: "button",
          class: "button small",
          "data-key": "report",
          onclick: () => report(upload, uploads, notices),
        },
        icon("download"),
        "Row report",
      ),
    buttons,
  ];
}

function action([path, label, name], act) {
  const run = ({ currentTarget }) => {
    currentTarget.disabled = true;
    act(path);
  };
  return h("button", { type: "button", class: "button small", "data-key": path, onclick: run }, icon(name), label);
}

/** The link to the report is short-lived, so it is asked for when it is wanted. */
async function report({ uploadId }, uploads, notices) {
  try {
    const { reportUrl } = await uploads.detail(uploadId);
    if (reportUrl) location.assign(reportUrl);
    else notices.say("Every row was stored as it came; there is nothing to report.");
  } catch (error) {
    notices.say(error.message, "bad");
  }
}
