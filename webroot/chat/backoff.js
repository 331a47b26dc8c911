// How long to wait before the next attempt: doubling, with jitter, so that the clients of a node that
// went away do not all come back in the same moment.

const FIRST = 500;
const MOST = 30_000;

export class Backoff {
  #attempts = 0;
  #random;

  constructor(random = Math.random) {
    this.#random = random;
  }

  /** Milliseconds: between half and all of 0.5 s, 1 s, 2 s, … 30 s; at least `floor`. */
  next(floor = 0) {
    const whole = Math.min(MOST, FIRST * 2 ** Math.min(this.#attempts, 16));
    this.#attempts += 1;
    return Math.max(floor, Math.round(whole * (0.5 + this.#random() / 2)));
  }

  /** It worked: the next wait is short again. */
  reset() {
    this.#attempts = 0;
  }
}
