/** Numbers, times, stages, flags and outcomes in words. */

import { own } from "./own.js";

const NUMBERS = new Intl.NumberFormat("en");
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const UNITS = ["bytes", "KB", "MB", "GB"];

export function number(value) {
  return NUMBERS.format(value);
}

/** `count(1, "lead")` is "1 lead", `count(2, "lead")` "2 leads". */
export function count(value, one, many = `${one}s`) {
  return `${number(value)} ${value === 1 ? one : many}`;
}

export function size(bytes) {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return `${NUMBERS.format(Number((bytes / 1000 ** power).toPrecision(3)))} ${UNITS[power]}`;
}

/** "just now", "5 min ago", "3 h ago", and from a day on the date. */
export function ago(time, now = Date.now()) {
  const minutes = Math.floor((now - Date.parse(time)) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return DAY.format(Date.parse(time));
}

export function moment(time) {
  return MOMENT.format(Date.parse(time));
}

/** "about 40 s left"; empty when the time is not known or has come. */
export function timeLeft(time, now = Date.now()) {
  const seconds = Math.round((Date.parse(time ?? "") - now) / 1000);
  if (!(seconds > 0)) return "";
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  if (seconds < 55 * 60) return `about ${Math.ceil(seconds / 60)} min left`;
  return `about ${Math.ceil(seconds / 3600)} h left`;
}

const CJK = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+$/u;

/** A person's name, family name first where it is written so; the email or company where there is none. */
export function nameOf(lead) {
  const { firstName, lastName } = lead;
  if (CJK.test(firstName) && CJK.test(lastName)) return lastName + firstName;
  return [firstName, lastName].filter(Boolean).join(" ");
}

/** What to call a lead that may have no name. */
export function titleOf(lead) {
  return nameOf(lead) || lead.email || lead.company || lead.phone || "Lead without a name";
}

const FLAGS = {
  needsReview: "Needs a look",
  phoneUnverified: "Phone not verified",
  phoneCountryInferred: "Phone country inferred",
  emailInvalid: "Email not valid",
  nameUnsure: "Name not split",
  nameConflict: "Other name, same email",
  severalPeople: "Several people",
  dittoMark: "Ditto mark",
  derivedFromEmail: "Taken from the email",
};

/** The marks that there are, in the order in which they are offered. */
export const MARKS = Object.keys(FLAGS);

export function flag(code) {
  return own(FLAGS, code) ?? spaced(code);
}

const FIELDS = {
  fullName: "Full name",
  firstName: "First name",
  lastName: "Last name",
  title: "Title",
  company: "Company",
  email: "Email",
  phone: "Phone",
};

/** What a worksheet's column became. */
export function field(name) {
  return name ? (FIELDS[name] ?? spaced(name)) : "Its own column";
}

const WAYS = {
  rules: "by rules",
  deepseek: "by DeepSeek",
  derived: "derived from the email",
  header: "by its header",
  values: "by its values",
  headerAndValues: "by header and values",
  remembered: "as in an earlier import",
  export: "as exported",
  none: "not recognised",
};

/** How something was decided. */
export function way(code) {
  return WAYS[code] ?? spaced(code);
}

const WHOSE = {
  person: "The person's own",
  somebodyElse: "Somebody else's",
  company: "The company's",
  thing: "About a thing",
};

/** Of whom a worksheet's column speaks. */
export function whose(code) {
  return WHOSE[code] ?? spaced(code);
}

const STAGES = {
  uploading: "Waiting for the file",
  reading: "Reading the worksheets",
  importing: "Importing",
  publishing: "Publishing the leads",
  stopping: "Stopping",
  completed: "Done",
  partial: "Partly done",
  failed: "Failed",
  cancelled: "Cancelled",
};

export function stage(code) {
  return STAGES[code] ?? spaced(code);
}

const ROLES = {
  empty: "is empty",
  hidden: "is hidden",
  pivot: "is a pivot table",
  lookup: "is a lookup list",
  figures: "holds figures",
  notes: "holds notes",
  chart: "is a chart",
  macro: "is a macro sheet",
  dialog: "is a dialog sheet",
  form: "is a form, or a list on its side",
};

/** Why a worksheet was not read. */
export function role(code) {
  return ROLES[code] ?? `holds no leads (${spaced(code)})`;
}

function spaced(code) {
  const words = code.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What became of the rows, in one sentence whose numbers add up to the rows. */
export function story(result) {
  const parts = [
    result.created && count(result.created, "new lead"),
    result.updated && `${number(result.updated)} updated`,
    result.unchanged && `${number(result.unchanged)} unchanged`,
    result.merged && `${number(result.merged)} merged`,
    result.held && `${number(result.held)} held back`,
    result.skipped && `${number(result.skipped)} left out`,
  ].filter(Boolean);
  if (!parts.length) return "No row became a lead.";
  return `${count(result.rows, "row")}: ${parts.join(", ")}.`;
}

/** What DeepSeek was asked for an upload and what that cost; empty when it was not asked. */
export function spending(deepseek) {
  if (!deepseek) return "";
  const { calls, costUsd, stopped } = deepseek;
  const spent = calls ? `DeepSeek: ${count(calls, "call")}, ${dollars(costUsd)}.` : "";
  const why =
    stopped && (stopped === "capReached" ? "Its limit for one upload was reached" : "DeepSeek did not answer");
  return [spent, why && `${why}; the other rows were settled by rules.`].filter(Boolean).join(" ");
}

function dollars(amount) {
  return amount > 0 && amount < 0.01 ? "less than $0.01" : `$${amount.toFixed(2)}`;
}

/** How much else was said of a value: "2 other values". */
export function alsoSaid(others, more = false) {
  if (more) return others ? `More than ${count(others, "other value")}` : "Other values";
  return count(others, "other value");
}

const WHY = { email: "same email", nameAndPhone: "same name and phone" };

/** What two leads have in common: "same email, same name and phone". */
export function inCommon(codes = []) {
  return codes.map((code) => WHY[code] ?? spaced(code)).join(", ");
}
