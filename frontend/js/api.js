/** Calls of the API: each with a deadline, tried again where that is safe, its errors in the words of the server. */

import { lasts, pause, pauseAfter, saysBusy } from "./patience.js";

const SECONDS = { GET: 15, POST: 30, PUT: 30, PATCH: 30, DELETE: 30 };
const UNREACHABLE = "EasyCRM cannot be reached. Check your connection.";
const BUSY = "EasyCRM is busy. Please try again in a moment.";

export class ApiError extends Error {
  /** Whether it is of a call that was sent more than once, and may have been done before. */
  isRepeated = false;

  /** `status` is 0 where no answer came; `details` as the server gives them; `retryAfter` in seconds, where it says so. */
  constructor(status, code, message, details = {}, retryAfter = 0) {
    super(message);
    Object.assign(this, { status, code, details, retryAfter });
  }

  /** Whether the fault is on the way or with the server, and asking again later may help. */
  get isOutage() {
    return (this.status === 0 || this.status >= 500 || this.isBusy) && !lasts(this);
  }

  /** Whether EasyCRM has more to do than it can. */
  get isBusy() {
    return saysBusy(this);
  }

  /** Whether it is not about this one call: EasyCRM is busy, or no answer came, or only one of a gateway on the way. */
  get isGeneral() {
    return this.isBusy || this.status === 0 || (this.isOutage && this.code === "unknown");
  }
}

/**
 * Sends the events `busy`, when `isBusy` changes; `outage`, with the error as its detail, when a call was given up; and
 * `answer`; so that the page can say when the API is busy, away and back.
 */
export class Api extends EventTarget {
  #base;
  #session;
  #pause;
  #refused = new Set();

  constructor(base, session, pauseFor = pause) {
    super();
    this.#base = base;
    this.#session = session;
    this.#pause = pauseFor;
  }

  /** Whether a call waits that was refused more than once because EasyCRM is busy. */
  get isBusy() {
    return this.#refused.size > 0;
  }

  get(path, parameters = {}, signal = undefined) {
    const query = new URLSearchParams(parameters).toString();
    return this.#patiently("GET", query ? `${path}?${query}` : path, undefined, signal);
  }

  post(path, body = {}, signal = undefined) {
    return this.#patiently("POST", path, body, signal);
  }

  put(path, body) {
    return this.#patiently("PUT", path, body);
  }

  patch(path, body) {
    return this.#patiently("PATCH", path, body);
  }

  delete(path, parameters = {}) {
    return this.#patiently("DELETE", `${path}?${new URLSearchParams(parameters)}`);
  }

  async #patiently(method, path, body, signal) {
    const call = Symbol(path);
    try {
      for (let times = 1; ; times++) {
        const begun = performance.now();
        try {
          const answer = await this.#call(method, path, body, signal);
          this.dispatchEvent(new Event("answer"));
          return answer;
        } catch (error) {
          const took = performance.now() - begun;
          await this.#waitOrThrow(error, { times, took, isReading: method === "GET" }, call, signal);
        }
      }
    } finally {
      this.#mark(call, false);
    }
  }

  async #waitOrThrow(error, attempt, call, signal) {
    if (!(error instanceof ApiError)) throw error;
    const { times } = attempt;
    const ms = pauseAfter(error, attempt);
    if (ms === null) {
      error.isRepeated = times > 1;
      if (error.isGeneral) this.dispatchEvent(new CustomEvent("outage", { detail: error }));
      throw error;
    }
    if (error.isBusy && times > 1) this.#mark(call, true);
    await this.#pause(ms, signal);
    signal?.throwIfAborted();
  }

  #mark(call, isRefused) {
    const before = this.isBusy;
    this.#refused[isRefused ? "add" : "delete"](call);
    if (this.isBusy !== before) this.dispatchEvent(new Event("busy"));
  }

  async #call(method, path, body, signal) {
    const response = await this.#fetch(method, path, body, signal);
    const answer = await response.json().catch(() => null);
    if (response.ok && answer !== null) return answer;
    if (response.status === 401) await this.#session.expire();
    const { code = "unknown", message = "", details } = answer?.error ?? {};
    const status = response.ok ? 0 : response.status;
    const words = message || (saysBusy({ status, code }) ? BUSY : UNREACHABLE);
    throw new ApiError(status, code, words, details, Number(response.headers.get("Retry-After")) || 0);
  }

  async #fetch(method, path, body, signal) {
    const deadline = AbortSignal.timeout(SECONDS[method] * 1000);
    try {
      return await fetch(this.#base + path, {
        method,
        headers: {
          Authorization: await this.#session.token(),
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        cache: "no-store",
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ApiError(0, "unreachable", UNREACHABLE);
    }
  }
}

/** Whether an error only says that nobody waits for the answer any longer. */
export function isAbandoned(error) {
  return error?.name === "AbortError";
}
