/** What the page must know of the stack that it belongs to; the page deploy writes it. */

const ANSWER_MS = 10_000;

/**
 * @returns {Promise<{apiUrl: string, maxUploadMB: number, defaultCountry: string, signIn: object}>}
 * @throws {Error} with a sentence for the user
 */
export async function loadConfig() {
  const response = await fetch("/config.json", { cache: "no-cache", signal: AbortSignal.timeout(ANSWER_MS) });
  if (!response.ok) throw new Error(`The page is not set up (config.json: ${response.status}).`);
  return response.json();
}
