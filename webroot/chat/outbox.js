// What was written and is not yet acknowledged, in the order of writing. One message of a room is under way at
// a time, so what one person writes in a row stays in that order, whatever the network does. A message is sent
// under the same name (clientMsgId) until it is acknowledged or refused for good: the server takes it once.

const PATIENCE = 10_000;
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A name that nobody gave before. Not crypto.randomUUID, which a page without TLS lacks. */
export function freshName() {
  return [...crypto.getRandomValues(new Uint8Array(24))].map((it) => LETTERS[it % LETTERS.length]).join("");
}

/**
 * Entries are {name, room, text, at, state, why, remedy, notBefore, sentAt}; `state` is "waiting", "sent" (no answer
 * yet), "acked" (its event is yet to come; `seq` is known) or "failed" (until the person tries again).
 */
export class Outbox {
  #entries = [];
  #kept;

  /** `kept` is {read(), write(entries)}: what survives a reload of the page. */
  constructor(kept = { read: () => [], write: () => {} }) {
    this.#kept = kept;
    this.#entries = kept.read().map((it) => ({ ...it, state: it.state === "failed" ? "failed" : "waiting", notBefore: 0, sentAt: 0 }));
  }

  #save() {
    this.#kept.write(this.#entries.filter((it) => it.state !== "acked"));
  }

  add(room, text, at = Date.now(), name = freshName()) {
    const entry = { name, room, text, at, state: "waiting", why: "", notBefore: 0, sentAt: 0, seq: 0 };
    this.#entries.push(entry);
    this.#save();
    return entry;
  }

  of(room) {
    return this.#entries.filter((it) => it.room === room);
  }

  find(name) {
    return this.#entries.find((it) => it.name === name);
  }

  get size() {
    return this.#entries.length;
  }

  /** What to send now: per room the oldest that is neither acknowledged nor failed, unless it is under way. */
  due(now = Date.now()) {
    const seen = new Set();
    return this.#entries.filter((it) => {
      if (seen.has(it.room) || it.state === "failed" || it.state === "acked") return false;
      seen.add(it.room);
      return it.state === "waiting" ? it.notBefore <= now : it.sentAt + PATIENCE <= now;
    });
  }

  /** When `due` may have more to say without anything else happening; Infinity for never. */
  nextAt() {
    const times = this.#entries.map((it) => {
      if (it.state === "waiting") return it.notBefore;
      return it.state === "sent" ? it.sentAt + PATIENCE : Infinity;
    });
    return Math.min(Infinity, ...times);
  }

  sent(name, now = Date.now()) {
    this.#change(name, { state: "sent", sentAt: now });
  }

  /** Committed as number `seq`. It stays until its event is there, so that nothing flickers. */
  acked(name, seq) {
    this.#change(name, { state: "acked", seq, why: "" });
  }

  /** Refused: again after `wait` milliseconds, or for good where that is null. `remedy` is what may help: "again", "edit" or "text". */
  refused(name, why, wait, now = Date.now(), remedy = "again") {
    this.#change(name, wait === null ? { state: "failed", why, remedy } : { state: "waiting", why, notBefore: now + wait });
  }

  /** The connection is gone: whatever was under way is to be sent again. */
  lost() {
    this.#entries.filter((it) => it.state === "sent").forEach((it) => Object.assign(it, { state: "waiting", notBefore: 0 }));
  }

  again(name) {
    this.#change(name, { state: "waiting", why: "", notBefore: 0 });
  }

  /** Its event has come, or the person gave it up. */
  remove(name) {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter((it) => it.name !== name);
    if (this.#entries.length !== before) this.#save();
    return this.#entries.length !== before;
  }

  #change(name, values) {
    const entry = this.find(name);
    if (!entry || entry.state === "acked") return;
    Object.assign(entry, values);
    this.#save();
  }
}
