/** One upload: how far it is and what can be done; at its end what became of its rows. */

import { fill, h, keepFocus, setText } from "../dom.js";
import { icon } from "../icons.js";
import { seen, seenInText } from "../unseen.js";
import { isEnded } from "../uploads.js";
import { count, flag, number, spending, stage, story, timeLeft } from "../words.js";
import { progressBar, showPercentage } from "./bar.js";
import { time } from "./cells.js";
import { ask } from "./dialog.js";
import { recognised } from "./recognised.js";

const ACTIONS = {
  cancel: ["cancel", "Cancel", "stop"],
  retry: ["retry", "Try again", "retry"],
  forceComplete: ["force-complete", "End it here", "done"],
};

/** `{element, update(upload)}`. */
export function uploadCard({ address, uploads, session, notices }, uploadId) {
  const parts = {
    name: h("bdi"),
    pill: h("span", { class: "pill" }),
    meta: h("p", { class: "note" }),
    bar: progressBar(),
    words: h("p", { class: "card-words", role: "status" }),
    marks: h("ul", { class: "card-marks", "aria-label": "Rows to check" }),
    spent: h("p", { class: "note" }),
    encodings: h("div"),
    actions: h("div", { class: "card-actions" }),
  };
  const details = h("details", { class: "card-details" }, h("summary", {}, "What was recognised"), h("div"));
  const element = h(
    "li",
    { class: "card", tabindex: "-1" },
    h("div", { class: "card-head" }, h("h3", { class: "card-name" }, parts.name), parts.pill),
    parts.meta,
    parts.bar,
    parts.words,
    parts.encodings,
    parts.marks,
    parts.spent,
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
  const failed = (error) => {
    notices.say(error.message, "bad");
    update(upload);
  };
  const act = (action) => {
    for (const button of parts.actions.children) button.disabled = true;
    return uploads.act(uploadId, action).catch(failed);
  };
  const readOn = (next, at) => uploads.readOn(uploadId, next, at).catch(failed);
  const update = (given) => {
    upload = given;
    setText(parts.name, seen(upload.fileName));
    setText(parts.pill, stage(upload.stage));
    parts.pill.dataset.status = upload.status;
    fill(parts.meta, time(upload.createdAt), ` by ${upload.createdBy}`);
    showBar(parts.bar, upload);
    setText(parts.words, wordsOf(upload));
    keepFocus(parts.encodings, () => fill(parts.encodings, encodings(upload, uploads, notices)));
    keepFocus(parts.marks, () => fill(parts.marks, marks(upload, address)));
    setText(parts.spent, spending(upload.deepseek));
    keepFocus(parts.actions, () => fill(parts.actions, actionsOf(upload, { act, address, session, uploads, notices })));
    if (upload.worksheets) keepFocus(details, () => fill(details.lastChild, recognised(upload, readOn)));
  };
  return { element, update };
}

/** How a file whose letters are unclear would read in each encoding that it may be in; choosing one sends it again. */
function encodings({ uploadId, error }, uploads, notices) {
  const choices = error?.details?.choices ?? [];
  const again = ({ encoding, name }) => {
    if (!uploads.again(uploadId, { encoding }))
      notices.say(`Choose “${name}” under Options, and drop the file again.`, "bad");
  };
  const choice = (one) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "mark link-mark", "data-key": one.encoding, onclick: () => again(one) },
        `${one.sample} (${one.name})`,
      ),
    );
  return choices.length
    ? [h("p", { class: "note" }, "Which of these is right?"), h("ul", { class: "card-marks" }, choices.map(choice))]
    : [];
}

function showBar(element, upload) {
  showPercentage(element, upload.progress.percentage, !isEnded(upload));
}

function wordsOf(upload) {
  const { status, error, result, progress, failedBatchCount = 0, failedSliceCount = 0 } = upload;
  if (!isEnded(upload)) return progressWords(progress, upload);
  const told = result?.rows ? story(result) : "";
  const isPart = failedBatchCount + failedSliceCount > 0 && error?.code !== "batchesFailed"; // which names the rows
  const missing = isPart ? "Not all of its rows could be stored." : "";
  return [error?.message, stopWords(upload), told, missing].filter(Boolean).join(" ") || stage(status);
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
  const parts = totalBatches ? `${number(completedBatches + failedBatches)} of ${count(totalBatches, "part")}` : "";
  return [`${percentage}%`, rows, parts, timeLeft(estimatedCompletion)].filter(Boolean).join(" · ");
}

function actionsOf(upload, { act, address, session, uploads, notices }) {
  const allowed = upload.actions.filter((name) => name !== "forceComplete" || session.isOperator);
  const buttons = allowed.map((name) => action(ACTIONS[name], name === "forceComplete" ? confirmed(upload, act) : act));
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

/** For operators: what is stored is published, and nothing more is imported; so that nobody does it by mistake. */
function confirmed({ fileName }, act) {
  const words =
    "For an import that is stuck. What is stored is published and stays, the rest is not imported, and the import counts as partly done.";
  return (path) => ask(`End “${seenInText(fileName)}” here?`, h("p", {}, words), "End it here", () => act(path));
}

/** How many rows have which mark; each leads to the leads of the upload that have it. */
function marks({ uploadId, flags = {} }, address) {
  const show = (code) => address.go({ q: "", filters: { uploadId: `=${uploadId}`, flags: code } });
  const mark = ([code, amount]) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "mark link-mark", "data-key": code, onclick: () => show(code) },
        `${count(amount, "row")}: ${flag(code).toLowerCase()}`,
      ),
    );
  return Object.entries(flags)
    .filter(([, amount]) => amount > 0)
    .sort(([, one], [, other]) => other - one)
    .map(mark);
}

function action([path, label, name], act) {
  const run = () => act(path);
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
