/** Things done again and again, each after a pause of its own, and not while nobody looks at the page. */

export class Waiting {
  #tasks = new Map();
  #page;
  #later;

  /** `page` is the document, `later` sets a timer; tests bring their own. */
  constructor(page = document, later = (call, seconds) => setTimeout(call, seconds * 1000)) {
    this.#page = page;
    this.#later = later;
    page.addEventListener("visibilitychange", () => this.#resume());
  }

  /** Calls `task` after `secondsAfter(times)` seconds, again and again, until it returns false. One task a name. */
  repeat(name, task, secondsAfter) {
    if (this.#tasks.has(name)) return;
    this.#tasks.set(name, { task, secondsAfter, times: 0, isDue: false });
    this.#wait(name);
  }

  end(name) {
    this.#tasks.delete(name);
  }

  #wait(name) {
    const entry = this.#tasks.get(name);
    this.#later(() => this.#due(name, entry), entry.secondsAfter(entry.times++));
  }

  async #due(name, entry) {
    if (this.#tasks.get(name) !== entry) return;
    if (this.#page.hidden) {
      entry.isDue = true;
      return;
    }
    const goesOn = await entry.task();
    if (this.#tasks.get(name) !== entry) return;
    if (goesOn === false) this.#tasks.delete(name);
    else this.#wait(name);
  }

  #resume() {
    if (this.#page.hidden) return;
    for (const [name, entry] of this.#tasks) {
      if (!entry.isDue) continue;
      entry.isDue = false;
      this.#due(name, entry);
    }
  }
}
