// The messages of the open room. However long the log is, some hundred rows of it are in the page: a window that
// moves with the scroll. What the reader looks at stays where it is, whatever comes above or below.
import { make } from "/dom.js";
import { draw, signature } from "./message.js";
import { rowsOf } from "./rows.js";

const WINDOW = 150;
const STEP = 60;
const NEAR = 700; // pixels from an end at which more is put there
const BOTTOM = 48;

const scroller = document.getElementById("scroller");
const list = document.getElementById("messages");
const beginning = document.getElementById("beginning");
const newest = document.getElementById("newest");

export class MessageList {
  #handlers;
  #room = null;
  #nodes = new Map();
  #from = 0; // the number of the first event in the page
  #to = Infinity; // of the last; Infinity: the window is at the newest
  #stuck = true;
  #missed = 0;
  #marker = 0;
  #moving = false;

  /** `handlers` has self(), name(row), pending(room), older(room), seen(room), again(entry), edit(entry), asText(entry), discard(entry). */
  constructor(handlers) {
    this.#handlers = handlers;
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    newest.addEventListener("click", () => {
      this.toNewest();
      scroller.focus({ preventScroll: true }); // the button is gone now
    });
    new ResizeObserver(() => this.#stuck && this.#bottom()).observe(scroller);
    new ResizeObserver(() => this.#stuck && this.#bottom()).observe(list);
  }

  get room() {
    return this.#room;
  }

  get atNewest() {
    return this.#room !== null && this.#stuck && this.#to === Infinity;
  }

  /** Opens a room at its newest message; "New" stands before what was not read when it was opened. */
  open(room) {
    this.#room = room;
    this.#nodes.clear();
    list.replaceChildren();
    this.#marker = room.unread > 0 ? room.read : 0;
    this.#missed = 0;
    this.#home();
    this.update();
    if (room.log && room.log.events.length < WINDOW / 4) this.#handlers.older(room);
    this.#seen(); // where all of it fits, nothing scrolls
  }

  close() {
    this.#room = null;
    this.#nodes.clear();
    list.replaceChildren();
    this.#label();
  }

  #home() {
    this.#stuck = true;
    this.#to = Infinity;
    this.#from = this.#room.log ? Math.max(this.#room.log.first, this.#room.log.reached - WINDOW + 1) : 0;
  }

  toNewest() {
    if (!this.#room) return;
    this.#missed = 0;
    this.#home();
    this.update();
    this.#seen();
  }

  /** Something is new at the end. */
  appended(events) {
    if (!this.atNewest) this.#missed += events.filter((it) => it.kind === "message").length;
    else if (this.#room.log.trim() > 0) this.#from = Math.max(this.#from, this.#room.log.first);
    this.update();
    this.#seen();
  }

  /** Something older was put before. */
  prepended() {
    const { log } = this.#room;
    if (this.#to === Infinity && this.#stuck && log.reached - log.first < WINDOW) this.#from = log.first;
    this.update();
    this.#scrolled();
  }

  /** The log begins anew. */
  restart() {
    this.#home();
    this.update();
  }

  /** Somebody who had looked away is there again. */
  looking() {
    if (this.#room) this.#seen();
  }

  #seen() {
    if (this.atNewest && document.visibilityState === "visible" && document.hasFocus()) this.#handlers.seen(this.#room);
  }

  /** Draws what is in the window, and only what is not drawn already. */
  update() {
    if (!this.#room) return;
    const { log } = this.#room;
    const keep = this.#stuck ? null : this.#anchor();
    this.#cut(log);
    this.#place(this.#rows(log));
    beginning.hidden = !log || log.older || this.#from > log.first;
    beginning.textContent = log?.first > 1 ? "Older messages are no longer stored." : "The beginning of this room.";
    if (this.#stuck) this.#bottom();
    else if (keep) this.#hold(keep);
    this.#label();
  }

  #rows(log) {
    if (!log) return rowsOf([], this.#handlers.pending(this.#room), { self: this.#handlers.self() });
    const begin = log.indexAfter(this.#from - 1);
    const end = this.#to === Infinity ? log.events.length : log.indexAfter(this.#to);
    const previous = begin > 0 ? log.events[begin - 1] : null;
    return rowsOf(log.events.slice(begin, end), this.#to === Infinity ? this.#handlers.pending(this.#room) : [],
      { previous, readUpTo: this.#marker, self: this.#handlers.self() });
  }

  /** A window at the newest grows with what comes, and is cut where the reader follows it. */
  #cut(log) {
    if (!log) return;
    this.#from = Math.max(this.#from, log.first);
    if (this.#to !== Infinity) return;
    if (this.#stuck) this.#from = Math.max(this.#from, log.reached - WINDOW + 1);
    else if (log.reached - this.#from > 3 * WINDOW) this.#to = this.#from + 2 * WINDOW;
  }

  #place(rows) {
    const kept = new Map();
    const keys = new Set(rows.map((row) => row.key));
    this.#nodes.forEach(({ node }, key) => keys.has(key) || node.remove());
    let at = list.firstElementChild;
    rows.forEach((row) => {
      const name = row.author || row.name ? this.#handlers.name(row) : "";
      const looks = signature(row, name);
      const known = this.#nodes.get(row.key);
      const same = known?.looks === looks && !kept.has(row.key);
      const node = same ? known.node : draw(row, name, this.#handlers);
      node.dataset.key = row.key;
      if (known && !same && known.node === at) at = at.nextElementSibling;
      if (node === at) at = at.nextElementSibling;
      else list.insertBefore(node, at);
      if (known && !same) known.node.remove();
      kept.set(row.key, { node, looks });
    });
    for (; at; ) {
      const next = at.nextElementSibling;
      at.remove();
      at = next;
    }
    this.#nodes = kept;
  }

  /** The first row that is wholly in view, and where it is. Not the list's first: it loses its name to what comes before. */
  #anchor() {
    const { top } = scroller.getBoundingClientRect();
    const rows = list.getElementsByClassName("message-row");
    for (let i = 1; i < rows.length; i += 1) {
      const box = rows[i].getBoundingClientRect();
      if (box.top >= top) return { key: rows[i].dataset.key, top: box.top };
    }
    return null;
  }

  #hold({ key, top }) {
    const node = this.#nodes.get(key)?.node;
    if (node) scroller.scrollTop += node.getBoundingClientRect().top - top;
  }

  #bottom() {
    scroller.scrollTop = scroller.scrollHeight;
  }

  #scrolled() {
    if (!this.#room?.log || this.#moving) return;
    const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    this.#stuck = this.#to === Infinity && below < BOTTOM;
    if (this.#stuck) this.#missed = 0;
    this.#moving = true;
    if (scroller.scrollTop < NEAR) this.#up();
    else if (below < NEAR && this.#to !== Infinity) this.#down();
    this.#moving = false;
    this.#label();
    this.#seen();
  }

  #up() {
    const { log } = this.#room;
    if (this.#from > log.first) {
      if (this.#stuck && scroller.scrollHeight > scroller.clientHeight + NEAR) return; // a short window at its end
      this.#from = Math.max(log.first, this.#from - STEP);
      if (this.#to === Infinity ? log.reached - this.#from > 2 * WINDOW : this.#to - this.#from > 2 * WINDOW) this.#to = this.#from + 2 * WINDOW - STEP;
      this.update();
    } else if (log.older) {
      this.#handlers.older(this.#room).then((more) => more && this.#extend(log));
    }
  }

  #extend(log) {
    if (this.#room?.log !== log) return;
    this.#moving = true;
    this.#from = Math.max(log.first, this.#from - STEP);
    this.update();
    this.#moving = false;
  }

  #down() {
    const { log } = this.#room;
    this.#to += STEP;
    if (this.#to >= log.reached) this.#to = Infinity;
    this.#from = Math.max(this.#from, Math.min(this.#to, log.reached) - 2 * WINDOW);
    this.update();
  }

  #label() {
    newest.hidden = this.#room === null || this.atNewest;
    const text = this.#missed === 0 ? "To the newest" : `${this.#missed} new ${this.#missed === 1 ? "message" : "messages"}`;
    if (newest.textContent !== text) newest.replaceChildren(make("span", "", text));
  }
}
