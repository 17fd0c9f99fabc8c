/** Calls of the API: each with a deadline, tried again where that is safe, its errors in the words of the server. */

const SECONDS = { GET: 15, POST: 30 };
const PAUSES = [400, 1500];
const UNREACHABLE = "EasyCRM cannot be reached. Check your connection.";

export class ApiError extends Error {
  /** `status` is 0 where no answer came; `details` as the server gives them. */
  constructor(status, code, message, details = {}) {
    super(message);
    Object.assign(this, { status, code, details });
  }

  /** Whether the fault is on the way or with the server, and asking again later may help. */
  get isOutage() {
    return this.status === 0 || this.status >= 500;
  }

  /** Whether EasyCRM itself said nothing: no answer came, or only one of a gateway on the way. */
  get isSilent() {
    return this.status === 0 || (this.status >= 502 && this.code === "unknown");
  }
}

/** Sends the events `outage` and `answer`, so that the page can say when the API is away and back. */
export class Api extends EventTarget {
  #base;
  #session;
  #pause;

  constructor(base, session, pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))) {
    super();
    this.#base = base;
    this.#session = session;
    this.#pause = pause;
  }

  get(path, parameters = {}, signal = undefined) {
    const query = new URLSearchParams(parameters).toString();
    return this.#patiently(() => this.#call("GET", query ? `${path}?${query}` : path, undefined, signal));
  }

  /** Not tried again: what was asked for may have been done although no answer came. */
  post(path, body = {}, signal = undefined) {
    return this.#told(() => this.#call("POST", path, body, signal));
  }

  async #patiently(call) {
    for (const pause of PAUSES) {
      try {
        return await this.#told(call, false);
      } catch (error) {
        if (!(error instanceof ApiError && error.isOutage) || error.code === "readModelIncomplete") throw error;
        await this.#pause(pause * (0.5 + Math.random()));
      }
    }
    return this.#told(call);
  }

  async #told(call, last = true) {
    try {
      const answer = await call();
      this.dispatchEvent(new Event("answer"));
      return answer;
    } catch (error) {
      if (last && error instanceof ApiError && error.isSilent) this.dispatchEvent(new Event("outage"));
      throw error;
    }
  }

  async #call(method, path, body, signal) {
    const response = await this.#fetch(method, path, body, signal);
    const answer = await response.json().catch(() => null);
    if (response.ok && answer !== null) return answer;
    if (response.status === 401) await this.#session.expire();
    const { code = "unknown", message = "", details } = answer?.error ?? {};
    throw new ApiError(response.ok ? 0 : response.status, code, message || UNREACHABLE, details);
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
