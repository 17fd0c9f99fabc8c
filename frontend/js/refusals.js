/** Refusals in words: where somebody else was quicker, the server's sentence and who that was. */

import { ago } from "./words.js";

export function refusalWords({ message, details }) {
  return details?.by ? `${message} It was ${details.by}, ${ago(details.at)}.` : message;
}
