/**
 * When a call of the API is sent again, and after how long.
 *
 * Busy is EasyCRM when a function had no instance for a call, or it was asked too often: 429, 502 and 503, and the 500
 * that a gateway answers by itself. Then reading is sent again. So is what changes something, if it was refused so soon
 * that it cannot have run; should it have, each may be done twice: cancel, retry and force-complete are conditional (the
 * second is a 409), an export is a file anew, a question costs its answer again, and an upload that nobody got the link of
 * ends without a file. Where no answer came, or only that of a gateway that waited too long (504), or what was asked for
 * broke off, it may be under way or would break off again: only reading is sent again.
 */

const BUSY = [429, 502, 503];
/** What a 503 is of that lasts until somebody mends it: it is told at once, in the words of the API. */
const LASTING = ["readModelIncomplete", "notAudited"];
const BUSY_TRIES = 8;
const READING_TRIES = 3;
const SHORTEST_MS = 500;
const LONGEST_MS = 10_000;
/** What is refused later than this has run. */
const SOON_MS = 3_000;

/** Whether asking again soon would get the same answer. */
export function lasts({ code }) {
  return LASTING.includes(code);
}

/** Whether an answer `{status, code}` says that the service is busy; `unknown` is the code of what is not from EasyCRM itself. */
export function saysBusy({ status, code }) {
  if (lasts({ code })) return false;
  return BUSY.includes(status) || (status === 500 && code === "unknown");
}

/** The ms to wait before a call that failed for the `times`th time, after `took` ms, is sent again; null when it is not. */
export function pauseAfter(error, { times, took, isReading }, random = Math.random) {
  const cannotHaveRun = error.status === 429 || took < SOON_MS;
  const mayBeBusy = error.isBusy && (isReading || cannotHaveRun);
  const tries = mayBeBusy ? BUSY_TRIES : isReading && error.isOutage ? READING_TRIES : 1;
  if (times >= tries) return null;
  const growing = SHORTEST_MS * 2 ** (times - 1) * (0.5 + random());
  return Math.min(LONGEST_MS, Math.max(growing, (error.retryAfter ?? 0) * 1000));
}

/** A pause that ends early when nobody waits any longer. */
export function pause(ms, signal) {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end);
  });
}
