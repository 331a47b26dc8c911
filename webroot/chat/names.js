// What people are called. Asked for once each, a few at a time; until it is known, nothing is shown instead.

const AT_ONCE = 4;
const PAUSE = 30_000;

export class Names {
  #known = new Map();
  #wanted = [];
  #asked = new Map();
  #busy = 0;
  #read;
  #changed;

  /** `read` gives {id, name, handle} of an account; `changed` is called when names came. */
  constructor(read, changed) {
    this.#read = read;
    this.#changed = changed;
  }

  learn(person) {
    if (person?.id && person.name) this.#known.set(person.id, { name: person.name, handle: person.handle ?? "" });
  }

  /** {name, handle}; empty where not known yet, and then it is asked for. */
  of(account) {
    const known = this.#known.get(account);
    if (known) return known;
    if (account && (this.#asked.get(account) ?? 0) + PAUSE < Date.now()) {
      this.#asked.set(account, Date.now());
      this.#wanted.push(account);
      queueMicrotask(() => this.#next());
    }
    return { name: "", handle: "" };
  }

  #next() {
    while (this.#busy < AT_ONCE && this.#wanted.length > 0) {
      this.#busy += 1;
      this.#one(this.#wanted.shift()).finally(() => {
        this.#busy -= 1;
        this.#next();
      });
    }
  }

  async #one(account) {
    try {
      this.learn(await this.#read(account));
    } catch (cause) {
      if (cause.status === 404) this.learn({ id: account, name: "Deleted account" });
    }
    if (this.#known.has(account)) this.#changed(account);
  }
}
