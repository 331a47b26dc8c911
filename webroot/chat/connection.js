// The chat protocol, version 1 (docs/chat-protocol.md), and all of it that this page knows: frames in and out,
// the connection that carries them, and when it is tried again. The rest of the page receives events only.
import { Backoff } from "./backoff.js";

const QUIET = 20_000; // then a ping; a dead network says nothing by itself
const ANSWER = 10_000; // the longest wait for an answer
const OPENING = 15_000;
const TYPING_AGAIN = 4_000;
const LATER = { 1013: 3_000, 4401: 3_000, 4429: 30_000 }; // the least wait after a close, in milliseconds
const RETRIED = { flood: 2_000, unavailable: 2_000, internal: 5_000 };

const SAID = {
  not_found: "This room is not open to you any more.",
  forbidden: "You may not do that here.",
  too_large: "This is too long.",
  flood: "That was too fast.",
  rooms: "You are in more rooms than one page can follow.",
  unavailable: "Foyer cannot do that just now.",
  internal: "Something went wrong on our side.",
};

/** "text: must not begin with /" is about "this". */
function sentence(message) {
  const about = message.replace(/^text:?\s+/, "");
  const whole = /^(is|must|has)\b/.test(about) ? `This ${about}` : about.charAt(0).toUpperCase() + about.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}

/** What is wrong with the first field that is wrong; else the message for all of them. */
function reason({ message, fields }) {
  return Object.values(fields ?? {}).find((it) => typeof it === "string" && it !== "") ?? message;
}

/** What an `error` frame says, for people. */
export class Refused extends Error {
  constructor({ code, message, fields, retryAfter }) {
    const why = reason({ message, fields });
    super(SAID[code] ?? (typeof why === "string" && why !== "" ? sentence(why) : "That was refused."));
    this.code = code;
    this.wait = RETRIED[code] === undefined ? null : Math.max(Number(retryAfter) * 1000 || 0, RETRIED[code]);
  }

  get text() {
    return this.message;
  }
}

/** An event as the page has it; null for what is none. */
export function eventOf(room, it) {
  if (!it || !Number.isSafeInteger(it.seq) || it.seq < 1) return null;
  return {
    room, seq: it.seq, id: text(it.id), kind: text(it.kind), account: text(it.account), name: text(it.name),
    type: it.messageType ?? 0, body: text(it.text), clientId: text(it.clientMsgId), at: text(it.at),
  };
}

function text(value) {
  return typeof value === "string" ? value : "";
}

/** A room one can come into, as the API has it. */
function roomOf(frame) {
  return {
    id: text(frame.room), name: text(frame.name), topic: text(frame.topic), owner: text(frame.owner),
    access: text(frame.access), members: Number(frame.members) || 0, invited: frame.access === "invited",
  };
}

function eventsOf(frame) {
  return (Array.isArray(frame.events) ? frame.events : []).map((it) => eventOf(frame.room, it)).filter((it) => it !== null);
}

export class Connection {
  #handlers;
  #resume;
  #open;
  #backoff = new Backoff();
  #socket = null;
  #welcomed = false;
  #running = false;
  #timer = 0;
  #watchdog = 0;
  #floor = 0;
  #failed = 0;
  #asked = new Map();
  #pages = Promise.resolve();
  #ref = 0;
  #typed = new Map();
  #away = false;

  /**
   * `handlers` has state({name, until}), welcome(rooms), watching(room, after), events(room, events), ack(name, seq),
   * refused(name, Refused), presence(account, state), typing(room, account, on), unknown(): the log-in may have ended.
   * `resume` returns [{room, after}]. `open` makes a WebSocket.
   */
  constructor(handlers, resume, open) {
    this.#handlers = handlers;
    this.#resume = resume;
    this.#open = open;
  }

  get connected() {
    return this.#welcomed;
  }

  start() {
    if (this.#running) return;
    this.#running = true;
    this.#connect();
  }

  stop() {
    this.#running = false;
    clearTimeout(this.#timer);
    this.#drop();
  }

  /** The network is there again, or the person does not want to wait. */
  now() {
    if (this.#running && this.#socket === null) this.#connect();
  }

  /** The browser says that there is no network. What is not sent by then waits. */
  offline() {
    if (!this.#running) return;
    this.#drop();
    clearTimeout(this.#timer);
    this.#handlers.state({ name: "offline" });
  }

  #connect() {
    clearTimeout(this.#timer);
    this.#handlers.state({ name: "connecting" });
    const socket = this.#open();
    this.#socket = socket;
    const mine = (work) => (event) => this.#socket === socket && work(event);
    socket.addEventListener("open", mine(() => this.#hello()));
    socket.addEventListener("message", mine((event) => this.#frame(event.data)));
    socket.addEventListener("close", mine((event) => this.#lost(event.code)));
    this.#expect(OPENING);
  }

  #hello() {
    this.#put({ type: "hello", v: 1, rooms: "all", resume: this.#resume() });
  }

  /** Unless something comes within `patience`, the connection is dead, whatever the browser thinks of it. */
  #expect(patience) {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#lost(1006), patience);
  }

  #alive() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      this.#put({ type: "ping" });
      this.#expect(ANSWER);
    }, QUIET);
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#welcomed = false;
    this.#typed.clear();
    clearTimeout(this.#watchdog);
    socket?.close();
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    asked.forEach(({ fail }) => fail(new Refused({ code: "unavailable" })));
  }

  #lost(code) {
    const had = this.#welcomed;
    this.#drop();
    if (!this.#running) return;
    this.#failed = had ? 0 : this.#failed + 1;
    if (code === 4400) {
      this.#running = false;
      this.#handlers.state({ name: "outdated" });
      return;
    }
    // A browser does not tell why an upgrade was refused; the API does.
    if (code === 4401 || this.#failed % 3 === 2) this.#handlers.unknown();
    const wait = code === 4008 && had ? 0 : this.#backoff.next(LATER[code] ?? this.#floor);
    this.#floor = 0;
    this.#timer = setTimeout(() => this.#connect(), wait);
    this.#handlers.state({ name: "waiting", until: Date.now() + wait });
  }

  #put(frame) {
    if (this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #frame(data) {
    this.#alive();
    let frame = null;
    try {
      frame = JSON.parse(data);
    } catch {
      return; // no frame of ours
    }
    if (frame !== null && typeof frame === "object") this.#hear(frame);
  }

  #hear(frame) {
    switch (frame.type) {
      case "welcome": return this.#welcome(frame);
      case "watching": return this.#handlers.watching(frame.room, frame.after, this.#settle(frame));
      case "events": return this.#handlers.events(frame.room, eventsOf(frame));
      case "ack": return this.#handlers.ack(frame.clientMsgId, frame.room, frame.seq);
      case "presence": return this.#handlers.presence(frame.account, frame.state);
      case "typing": return this.#handlers.typing(frame.room, frame.account, frame.on === true);
      case "chatroom": return this.#handlers.chatroom(roomOf(frame));
      case "history":
      case "people":
      case "unwatched":
      case "ok": return this.#settle(frame);
      case "error": return this.#error(frame);
      case "bye": this.#floor = Number(frame.reconnectMillis) || 0; return undefined;
      default: return undefined; // not known to this version
    }
  }

  #welcome(frame) {
    this.#welcomed = true;
    this.#failed = 0;
    this.#backoff.reset();
    this.#handlers.state({ name: "connected" });
    if (this.#away) this.#put({ type: "away", away: true });
    this.#handlers.welcome((Array.isArray(frame.rooms) ? frame.rooms : []).map((it) => (
      { id: it.room, name: text(it.name), topic: text(it.topic), seq: it.seq ?? 0, read: it.read ?? 0 })));
  }

  #error(frame) {
    const refused = new Refused(frame);
    const ref = text(frame.ref);
    if (ref.startsWith("s")) this.#handlers.refused(ref.slice(1), refused);
    else if (ref !== "") this.#settle(frame, refused);
    else if (frame.code === "unavailable" && frame.room) this.#watchLater(frame.room, Number(frame.retryAfter) || 1);
  }

  /** It was not asked for by name, but in hello or by joining it, and the connection is as good as ever. */
  #watchLater(room, seconds) {
    const socket = this.#socket;
    setTimeout(() => {
      if (this.#socket !== socket) return; // the new one's hello has asked
      const after = this.#resume().find((it) => it.room === room)?.after;
      this.#put({ type: "watch", room, after });
    }, seconds * 1_000);
  }

  #settle(frame, refused = null) {
    const asked = this.#asked.get(frame.ref);
    if (!asked) return false;
    this.#asked.delete(frame.ref);
    if (refused) asked.fail(refused);
    else asked.done(frame);
    return true;
  }

  /** Sends a frame and gives what answers it. */
  #ask(frame) {
    return new Promise((done, fail) => {
      this.#ref += 1;
      const ref = `q${this.#ref}`;
      if (!this.#welcomed || !this.#put({ ...frame, ref })) {
        fail(new Refused({ code: "unavailable" }));
        return;
      }
      this.#asked.set(ref, { done, fail });
      setTimeout(() => this.#asked.delete(ref) && fail(new Refused({ code: "unavailable" })), ANSWER);
    });
  }

  /** Whether it is under way. The answer is `ack` or `refused`. */
  send({ name, room, text: said }) {
    this.#typed.delete(room);
    return this.#welcomed && this.#put({ type: "send", ref: `s${name}`, room, clientMsgId: name, text: said });
  }

  watch(room, after) {
    return this.#ask({ type: "watch", room, after });
  }

  unwatch(room) {
    return this.#ask({ type: "unwatch", room });
  }

  /** Up to `limit` events by number, the newest or those next to a number, and whether there are more. One page at a time. */
  history(room, { before, after, limit = 50 } = {}) {
    const page = this.#pages.then(() => this.#ask({ type: "history", room, before, after, limit }));
    this.#pages = page.catch(() => {});
    return page.then((it) => ({ events: eventsOf({ room, events: it.events }), more: it.more === true }));
  }

  /** Who is there, as a map from account to "online" or "away"; news of them come from now on. */
  async people(room) {
    const { people } = await this.#ask({ type: "people", room });
    return new Map((Array.isArray(people) ? people : []).map((it) => [it.account, it.state]));
  }

  /** Said at most every four seconds, however fast somebody writes. */
  typing(room, on) {
    const before = this.#typed.get(room) ?? 0;
    if (on ? Date.now() - before < TYPING_AGAIN : before === 0) return;
    if (on) this.#typed.set(room, Date.now());
    else this.#typed.delete(room);
    if (this.#welcomed) this.#put({ type: "typing", room, on });
  }

  read(room, seq) {
    return this.#ask({ type: "read", room, seq });
  }

  away(away) {
    this.#away = away;
    if (this.#welcomed) this.#put({ type: "away", away });
  }
}
