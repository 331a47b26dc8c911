// What this page knows of one room's log: a run of events without a gap, by `seq` and by nothing else. What
// comes twice counts once; what comes too early waits until the gap before it is filled from history.

/** Beyond this, the oldest are forgotten when the reader stands at the newest; history has them. */
const KEPT = 4_000;
const EARLY = 1_000;

export class RoomLog {
  /** In order, without a gap: `events[0].seq` to `reached`. */
  events = [];
  /** The newest number that nothing is missing before; what is above it is asked for after a reconnect. */
  reached;
  /** Whether there is something older than the first event that was read. */
  older = true;
  #early = new Map();

  constructor(reached = 0) {
    this.reached = reached;
    this.older = reached > 0;
  }

  get first() {
    return this.events.length > 0 ? this.events[0].seq : this.reached + 1;
  }

  /** Takes what came by the socket or from history; returns what is new at the end, in order. */
  take(events) {
    const before = this.events.length;
    [...events].sort((a, b) => a.seq - b.seq).forEach((event) => this.#place(event));
    return this.events.slice(before);
  }

  #place(event) {
    if (event.seq <= this.reached) return;
    if (event.seq > this.reached + 1) {
      if (this.#early.size < EARLY) this.#early.set(event.seq, event);
      return;
    }
    for (let next = event; next; next = this.#early.get(this.reached + 1)) {
      this.#early.delete(next.seq);
      this.events.push(next);
      this.reached = next.seq;
    }
  }

  /** Where something is missing: the number to read history after; null where nothing is. */
  gap() {
    return this.#early.size > 0 ? this.reached : null;
  }

  /**
   * History said that nothing between `reached` and `seq` is kept any more: what is here ends, and the log
   * goes on from there.
   */
  skipTo(seq) {
    if (seq <= this.reached) return;
    this.events = [];
    this.reached = seq;
    [...this.#early.keys()].filter((it) => it <= seq).forEach((it) => this.#early.delete(it));
    this.take([...this.#early.values()]);
  }

  /** Takes a page of history that ends before `first`; returns how many were put before what was there. */
  prepend(events, more) {
    const older = events.filter((it) => it.seq < this.first).sort((a, b) => a.seq - b.seq);
    const run = [];
    for (let i = older.length - 1, next = this.first - 1; i >= 0 && older[i].seq <= next; i -= 1) {
      if (older[i].seq < next) break; // a page that does not join is no history of this run
      run.unshift(older[i]);
      next -= 1;
    }
    this.events = [...run, ...this.events];
    this.older = more && this.first > 1;
    return run.length;
  }

  /** Forgets the oldest beyond what is kept; returns how many. */
  trim() {
    const spare = Math.max(0, this.events.length - KEPT);
    if (spare > 0) {
      this.events = this.events.slice(spare);
      this.older = true;
    }
    return spare;
  }

  /** The index of the first event after `seq`. */
  indexAfter(seq) {
    return Math.min(this.events.length, Math.max(0, seq + 1 - this.first));
  }
}
