/** A file on its way: checked before anything is sent, then sent to the link that the API gives for it. */

import { seenInText } from "./unseen.js";
import { size } from "./words.js";

export const SUFFIXES = [".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"];

/** Why a file cannot be imported, in a sentence; empty when it can be tried. */
export function refusal(file, maxBytes) {
  const name = file.name.toLowerCase();
  const shown = seenInText(file.name);
  if (!SUFFIXES.some((suffix) => name.endsWith(suffix))) {
    return `“${shown}” is not a list that can be read. Use CSV or Excel: ${SUFFIXES.join(", ")}.`;
  }
  if (file.size === 0) return `“${shown}” is empty.`;
  if (file.size > maxBytes) {
    return `“${shown}” has ${size(file.size)}; at most ${size(maxBytes)} can be imported. Split it into several files.`;
  }
  return "";
}

/** Cells copied from a spreadsheet program as a file; null for a text that is no table. */
export function pastedFile(text) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  const separator = ["\t", ";", ","].find(
    (one) => lines.filter((line) => line.includes(one)).length > lines.length / 2,
  );
  if (lines.length < 2 || !separator) return null;
  return new File([text], separator === "\t" ? "pasted.tsv" : "pasted.csv", { type: "text/plain" });
}

/**
 * Sends a file. `tell(sending)` is called whenever the state changes: `{key, fileName, fileSize, sent, uploadId?, error?,
 * abort(), again(more)}`, `more` being other options. Resolves when the file has arrived or could not be sent.
 */
export async function send(api, file, options, tell) {
  const request = new XMLHttpRequest();
  const sending = {
    key: crypto.randomUUID(),
    fileName: file.name,
    fileSize: file.size,
    sent: 0,
    abort: () => request.abort(),
    again: (more = {}) => send(api, file, { ...options, ...more }, tell),
  };
  const say = (changes) => tell(Object.assign(sending, changes));
  say({});
  try {
    const { uploadId, url, fields } = await api.post("/upload", { fileName: file.name, fileSize: file.size, options });
    say({ uploadId });
    await post(request, url, fields, file, (sent) => say({ sent: Math.min(sent, file.size - 1) }));
    say({ sent: file.size });
  } catch (error) {
    say({ error: error.message });
    if (sending.uploadId) await api.post(`/status/${sending.uploadId}/cancel`).catch(() => {});
  }
}

function post(request, url, fields, file, progress) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const fail = (why) => () => reject(new Error(why));
    request.upload.addEventListener("progress", (event) => progress(event.loaded));
    request.addEventListener("load", () => (request.status < 300 ? resolve() : fail(refused(request))()));
    request.addEventListener("error", fail("The file could not be sent. Check your connection and try again."));
    request.addEventListener("abort", fail("Sending was stopped. Nothing was imported."));
    request.open("POST", url);
    request.send(form);
  });
}

function refused({ responseText }) {
  if (responseText.includes("EntityTooLarge")) return "The file is larger than was announced. Save it again and retry.";
  if (responseText.includes("expired")) return "The upload link has expired. Please try again.";
  return "The file was not accepted. Please try again.";
}
