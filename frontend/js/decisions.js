/** What people decide about columns: their names, which of them are one, which are hidden, and what is in them. */

/** Sends `change` after a decision was kept, so that columns and leads are read anew. */
export class Decisions extends EventTarget {
  #api;

  constructor(api) {
    super();
    this.#api = api;
  }

  /** `{columns, version, history}` as of now, all columns, hidden ones too. */
  async read(signal = undefined) {
    const columns = [];
    let answer;
    do {
      answer = await this.#api.get("/columns", answer?.next ? { next: answer.next } : {}, signal);
      columns.push(...answer.columns);
    } while (answer.next);
    return { ...answer, columns };
  }

  /** Keeps `changes` of one column: `{name, joinedTo, hidden, type}`, null for what is as the lists say. */
  async decide(key, changes, version) {
    const answer = await this.#api.patch("/columns", { version, columns: { [key]: changes } });
    this.dispatchEvent(new Event("change"));
    return answer;
  }
}
