/** The uploads of everybody, newest first, each followed until it ends, whoever began it and on whichever device. */

import { isAbandoned } from "./api.js";
import { recognisedOf, withColumns, withMore } from "./recognising.js";
import { Waiting } from "./waiting.js";

const ENDED = ["completed", "partial", "failed", "cancelled"];
const LIST_SECONDS = 30;
/** So many uploads under way are asked for every two to ten seconds. */
const FOLLOWED_CLOSELY = 5;

export function isEnded(upload) {
  return ENDED.includes(upload.status);
}

/** Sends `change`, and `end` with the upload as its detail when one that was followed has ended. */
export class Uploads extends EventTarget {
  all = [];
  error = null;
  #api;
  #sending = new Map();
  #sentFromHere = new Map();
  #acting = new Map();
  #abandon = null;
  #next = "";
  #waiting;

  constructor(api, waiting = new Waiting()) {
    super();
    this.#api = api;
    this.#waiting = waiting;
  }

  /** Reads the list, now and every half minute while the page is looked at, and follows what is under way. */
  async start() {
    await this.list();
    this.#waiting.repeat(
      "list",
      () => this.list(),
      () => LIST_SECONDS,
    );
  }

  /** Reads the newest; older ones that were read stay. A list that is still being read is abandoned. */
  async list() {
    this.#abandon?.abort();
    const abandon = new AbortController();
    this.#abandon = abandon;
    try {
      const { uploads, next = "" } = await this.#api.get("/uploads", {}, abandon.signal);
      const older = next ? this.#olderThan(uploads) : [];
      if (!older.length) this.#next = next;
      this.#take([...uploads, ...older]);
      this.error = null;
    } catch (error) {
      if (isAbandoned(error)) return;
      this.error = error;
    }
    this.#changed();
  }

  /** Whether there are more than are in `all`. */
  get hasOlder() {
    return Boolean(this.#next);
  }

  /** Reads the next older ones. */
  async older() {
    const token = this.#next;
    const { uploads, next = "" } = await this.#api.get("/uploads", { next: token });
    if (this.#next !== token) return; // the list began anew meanwhile
    const known = new Set(this.all.map(({ uploadId }) => uploadId));
    this.#next = next;
    this.#take([...this.all, ...uploads.filter(({ uploadId }) => !known.has(uploadId))]);
    this.#changed();
  }

  /** The upload with what `GET /status` adds to the list: worksheets, what can be done, the row report. */
  async detail(uploadId) {
    const status = await this.#api.get(`/status/${encodeURIComponent(uploadId)}`);
    this.#put(status);
    return status;
  }

  /** Reads on from the `next` of what was recognised, or of the worksheet at a place of it. */
  async readOn(uploadId, next, at) {
    const part = await this.#api.get(`/status/${encodeURIComponent(uploadId)}/columns`, { next });
    const longer = (upload) => (at === undefined ? withMore(upload, part) : withColumns(upload, at, part.worksheets));
    this.all = this.all.map((upload) => (upload.uploadId === uploadId ? longer(upload) : upload));
    this.#changed();
  }

  /** `cancel`, `retry` or `force-complete`; each once at a time for each upload. */
  act(uploadId, action) {
    const path = `/status/${encodeURIComponent(uploadId)}/${action}`;
    const acting = this.#acting.get(path) ?? this.#act(uploadId, path).finally(() => this.#acting.delete(path));
    this.#acting.set(path, acting);
    return acting;
  }

  async #act(uploadId, path) {
    await this.#api.post(path).catch((error) => {
      if (!(error.status === 409 && error.isRepeated)) throw error; // else: it was done by the call before
    });
    this.#put(await this.detail(uploadId));
    this.#follow(uploadId);
  }

  /** An upload whose file is being sent from here: `{uploadId?, fileName, fileSize, sent, error?, abort()}`. */
  send(sending) {
    this.#sending.set(sending.key, sending);
    this.#changed();
    if (sending.uploadId && sending.sent >= sending.fileSize) this.#sent(sending);
  }

  forget(key) {
    this.#sending.delete(key);
    this.#changed();
  }

  /** Sends the file of an upload again with other options, if it was sent from here; returns whether it was. */
  again(uploadId, options) {
    const sending = this.#sentFromHere.get(uploadId);
    sending?.again(options);
    return Boolean(sending);
  }

  get sending() {
    return [...this.#sending.values()];
  }

  /** All but those whose file is being sent from here, which are in `sending`. */
  get listed() {
    const sending = new Set(this.sending.map(({ uploadId }) => uploadId));
    return this.all.filter((upload) => !sending.has(upload.uploadId));
  }

  get active() {
    return this.listed.filter((upload) => !isEnded(upload));
  }

  async #sent(sending) {
    const { key, uploadId } = sending;
    this.#sentFromHere.set(uploadId, sending);
    await this.list();
    this.forget(key);
    this.#follow(uploadId);
  }

  #follow(uploadId) {
    this.#waiting.repeat(
      uploadId,
      () => this.#look(uploadId),
      (times) => this.#share() * Math.min(10, 2 * 1.2 ** Math.max(0, times - 10)),
    );
  }

  /** By how much rarer each is asked for, so that many together are asked for no more often than a few. */
  #share() {
    return Math.max(1, this.all.filter((upload) => !isEnded(upload)).length / FOLLOWED_CLOSELY);
  }

  /** Returns false once there is nothing more to wait for. */
  async #look(uploadId) {
    try {
      return !isEnded(await this.detail(uploadId));
    } catch (error) {
      return error.isOutage;
    }
  }

  /** What follows in `all` the last of the newest: none when it is not there, because something between may be unknown. */
  #olderThan(newest) {
    const listed = new Set(newest.map(({ uploadId }) => uploadId));
    const at = this.all.findIndex(({ uploadId }) => uploadId === newest.at(-1)?.uploadId);
    return at < 0 ? [] : this.all.slice(at + 1).filter(({ uploadId }) => !listed.has(uploadId));
  }

  #take(uploads) {
    const known = new Map(this.all.map((upload) => [upload.uploadId, upload]));
    this.all = uploads.map((upload) => ({ ...recognisedOf(known.get(upload.uploadId)), ...upload }));
    this.#ended(known);
    for (const upload of this.all) if (!isEnded(upload)) this.#follow(upload.uploadId);
  }

  #put(status) {
    const before = new Map(this.all.map((upload) => [upload.uploadId, upload]));
    const isKnown = before.has(status.uploadId);
    this.all = isKnown
      ? this.all.map((upload) =>
          upload.uploadId === status.uploadId ? { ...status, ...recognisedOf(upload) } : upload,
        )
      : [status, ...this.all];
    this.#ended(before);
    this.#changed();
  }

  #ended(before) {
    for (const upload of this.all) {
      const earlier = before.get(upload.uploadId);
      if (earlier && !isEnded(earlier) && isEnded(upload)) {
        this.#waiting.end(upload.uploadId);
        this.dispatchEvent(new CustomEvent("end", { detail: upload }));
      }
    }
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
