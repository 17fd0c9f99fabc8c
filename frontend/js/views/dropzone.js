/** Where files are dropped, chosen or pasted: large while there are no leads, a slim bar afterwards. */

import { COUNTRIES } from "../countries.js";
import { h, isTyping } from "../dom.js";
import { ENCODINGS } from "../encodings.js";
import { icon } from "../icons.js";
import { pastedFile, refusal, SUFFIXES, send } from "../sending.js";
import { count, size } from "../words.js";
import { ask } from "./dialog.js";
import { withPopover } from "./popover.js";

const EXISTING = [
  ["update", "Update them", "A newer value replaces an older one; empty cells change nothing."],
  ["fill", "Fill in blanks only", "Only what is blank is filled."],
  ["replace", "Replace them", "As update, and an empty cell erases what the lead had there."],
  ["skip", "Leave them alone", "Leads that exist stay as they are."],
];

/** `config` has `maxUploadMB` and `defaultCountry`. */
export function dropzone({ api, leads, uploads, config, notices }) {
  const maxBytes = config.maxUploadMB * 1_000_000;
  const options = { existing: "update" };
  const take = (files) => {
    for (const file of files) {
      const why = refusal(file, maxBytes);
      if (why) notices.say(why, "bad");
      else send(api, file, { ...options }, (sending) => uploads.send(sending));
    }
  };
  const input = h("input", {
    type: "file",
    multiple: true,
    accept: SUFFIXES.join(","),
    class: "sr-only",
    tabindex: "-1",
    "aria-hidden": "true",
    onchange: () => {
      take([...input.files]);
      input.value = "";
    },
  });
  const choose = h(
    "button",
    { type: "button", class: "button primary", onclick: () => input.click() },
    icon("upload"),
    "Choose files",
  );
  const zone = h(
    "section",
    { class: "dropzone", "aria-label": "Import a file", onclick: ({ target }) => isBare(target) && input.click() },
    input,
    h("div", { class: "dropzone-icon" }, icon("upload")),
    h(
      "div",
      { class: "dropzone-words" },
      h("p", { class: "dropzone-title" }, "Drop lead lists here"),
      h(
        "p",
        { class: "dropzone-note" },
        "CSV or Excel, ",
        h("span", { class: "roomy" }, "every worksheet, "),
        `up to ${size(maxBytes)}. `,
        h("span", { class: "roomy" }, "Paste works too. "),
        h("a", { href: "/sample-leads.csv", download: true }, "Sample file"),
      ),
    ),
    h(
      "div",
      { class: "dropzone-actions" },
      withPopover(optionsButton(), () => optionsForm(options, config), "Import options"),
      choose,
    ),
  );
  leads.addEventListener("change", () => {
    if (leads.rows) zone.classList.toggle("is-large", leads.asOf === null);
  });
  watchDrops(take);
  watchPastes(take);
  return zone;
}

/** A click anywhere on the zone chooses files, except on what has a meaning of its own. */
function isBare(target) {
  return !target.closest("button, a, input, [popover]");
}

function optionsButton() {
  return h(
    "button",
    { type: "button", class: "button ghost" },
    icon("options"),
    h("span", { class: "label" }, "Options"),
  );
}

function optionsForm(options, config) {
  const country = h(
    "select",
    { id: "option-country", class: "input", onchange: ({ target }) => choose(options, "country", target.value) },
    h("option", { value: "" }, `As usual (${countryName(config.defaultCountry)})`),
    COUNTRIES.map((code) => [countryName(code), code])
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([name, code]) => h("option", { value: code, selected: code === options.country }, name)),
  );
  const existing = EXISTING.map(([value, label, note]) =>
    h(
      "label",
      { class: "choice" },
      h("input", {
        type: "radio",
        name: "existing",
        value,
        checked: value === options.existing,
        onchange: () => choose(options, "existing", value),
      }),
      h("span", {}, label, h("span", { class: "note block" }, note)),
    ),
  );
  return h(
    "div",
    { class: "form" },
    h("label", { class: "field-label", for: "option-country" }, "Country of phone numbers without a code"),
    country,
    h("label", { class: "field-label", for: "option-encoding" }, "Encoding of text files"),
    encodingSelect(options),
    h("fieldset", {}, h("legend", { class: "field-label" }, "Leads that exist already"), existing),
  );
}

function encodingSelect(options) {
  return h(
    "select",
    { id: "option-encoding", class: "input", onchange: ({ target }) => choose(options, "encoding", target.value) },
    h("option", { value: "" }, "Found by itself"),
    ENCODINGS.map(([key, name]) => h("option", { value: key, selected: key === options.encoding }, name)),
  );
}

function choose(options, name, value) {
  if (value) options[name] = value;
  else delete options[name];
}

const NAMES = new Intl.DisplayNames(["en"], { type: "region" });

function countryName(code) {
  return code ? (NAMES.of(code) ?? code) : "set by the stack";
}

/** A file may be dropped anywhere on the page. */
function watchDrops(take) {
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  const over = (isOver) => document.body.classList.toggle("is-dropping", isOver);
  addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    over(true);
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) over(false);
  });
  addEventListener("drop", (event) => {
    over(false);
    if (!hasFiles(event)) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
}

function watchPastes(take) {
  addEventListener("paste", (event) => {
    if (isTyping(event.target)) return;
    if (event.clipboardData.files.length) return take([...event.clipboardData.files]);
    const text = event.clipboardData.getData("text/plain");
    const file = pastedFile(text);
    return file && confirmPaste(text, () => take([file]));
  });
}

/** Cells come without a name, and perhaps by mistake: they are shown before they are imported. */
function confirmPaste(text, go) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  const shown = h("pre", { class: "pasted", tabindex: "0" }, lines.slice(0, 5).join("\n"));
  ask(`Import ${count(lines.length, "pasted line")}?`, shown, "Import", go);
}
