// All rooms of one person and what is known of each: the log as far as it was read, what is unread, who is
// writing. Takes the events of the connection, requests what is missing, and notifies the page of changes.
import { RoomLog } from "./log.js";

const PAGE = 50;
const GAP_PAGE = 200;
const TYPING_ENDS = 9_000;
const EVENT_AFTER_ACK = 3_000;
const READ_PAUSE = 400;
const FOLLOWED = 200; // rooms that one connection follows; the server allows no more
const ORDER = new Intl.Collator();
const CURED_BY_EDITING = new Set(["invalid", "too_large", "conflict"]);

function fresh(id) {
  return {
    id, name: "", topic: "", owner: "", access: "public", members: 0, archived: false, invited: false, mine: false,
    at: 0, read: 0, unread: 0, newSince: 0, log: null, loading: null, filling: null, failed: "", typing: new Map(), presence: null, reading: 0, opened: 0,
  };
}

export class Rooms {
  #rooms = new Map();
  #self;
  #outbox;
  #tell;
  #connection = null;
  #pump = 0;
  #followed = new Set();
  #leaving = new Set(); // rooms whose `unwatch` is not answered; a `watching` of theirs is an older answer
  #openings = 0;

  /**
   * `tell` has list(), log(room, events, how), pending(room), typing(room), presence(room), line(state), unknown(),
   * reload(): the list of rooms is to be read again, gone(room, why).
   */
  constructor(self, outbox, tell) {
    this.#self = self;
    this.#outbox = outbox;
    this.#tell = tell;
  }

  /** What a Connection is to call. */
  handlers() {
    return {
      state: (state) => this.#line(state),
      welcome: (rooms) => this.#welcome(rooms),
      watching: (room, after, asked) => this.#watching(room, after, asked),
      events: (room, events) => this.#events(room, events),
      ack: (name, room, seq) => this.#ack(name, room, seq),
      refused: (name, refused) => this.#refused(name, refused),
      presence: (account, state) => this.#presence(account, state),
      typing: (room, account, on) => this.#typing(room, account, on),
      chatroom: (room) => this.#chatroom(room),
      unknown: () => this.#tell.unknown(),
    };
  }

  use(connection) {
    this.#connection = connection;
  }

  /** Where to go on after a lost connection. */
  resume() {
    return this.mine().filter((it) => it.log !== null).map((it) => ({ room: it.id, after: it.log.reached }));
  }

  get(id) {
    return this.#rooms.get(id) ?? null;
  }

  mine() {
    return this.#sorted((it) => it.mine);
  }

  others() {
    return this.#sorted((it) => !it.mine && !it.archived);
  }

  #sorted(which) {
    return [...this.#rooms.values()].filter(which).sort((a, b) => ORDER.compare(a.name, b.name));
  }

  get unread() {
    return this.mine().reduce((sum, it) => sum + it.unread, 0);
  }

  pendingOf(room) {
    return this.#outbox.of(room.id);
  }

  /** Rooms as the API has them; `whole`: there are no others. */
  known(items, whole) {
    const ids = new Set(items.map((it) => it.id));
    if (whole) [...this.#rooms.keys()].filter((id) => !ids.has(id)).forEach((id) => this.#forget(this.get(id)));
    items.forEach((it) => this.learn(it));
    this.#tell.list();
  }

  /** One room as the API had it when its newest event was `lastSeq`; what came after that is in the log, or will be. */
  learn(it) {
    const room = this.get(it.id) ?? fresh(it.id);
    this.#rooms.set(it.id, room);
    const seq = it.lastSeq ?? 0;
    if (seq < room.at) return room; // an answer that was overtaken by a newer one
    const reading = room.log !== null && room.mine; // then the log knows better what is unread
    Object.assign(room, {
      at: seq, name: it.name, topic: it.topic ?? "", owner: it.owner ?? "", access: it.access, members: it.members ?? 0,
      archived: Boolean(it.archivedAt), invited: Boolean(it.invited), mine: it.read !== undefined,
    });
    room.log?.events.filter((event) => event.seq > seq).forEach((event) => this.#stands(room, event));
    if (room.mine && !reading) Object.assign(room, { read: Math.max(room.read, it.read), unread: it.unread ?? 0 });
    if (!room.mine) Object.assign(room, { log: null, unread: 0 });
    return room;
  }

  #forget(room) {
    this.#rooms.delete(room.id);
    if (room.mine) this.#tell.gone(room);
  }

  #line(state) {
    if (state.name !== "connected") {
      this.#outbox.lost();
      this.#rooms.forEach((it) => { it.presence = null; it.typing.clear(); });
    }
    this.#tell.line(state);
  }

  #welcome(rooms) {
    this.#leaving.clear();
    this.#followed = new Set([...this.resume().map((it) => it.room), ...rooms.map((it) => it.id)].slice(0, FOLLOWED));
    if (rooms.some((it) => !this.get(it.id)?.mine) || this.mine().length !== rooms.length) this.#tell.reload();
    rooms.forEach((it) => {
      const room = this.get(it.id);
      if (room?.mine) this.#readElsewhere(room, it.read, it.seq);
    });
    this.mine().filter((it) => it.failed !== "").forEach((it) => this.older(it));
    this.mine().filter((it) => it.opened > 0 && it.opened === this.#openings).forEach((it) => this.#follow(it));
    this.#tell.list();
    this.pump();
  }

  /** The person looks at this room now. */
  opened(room) {
    this.#openings += 1;
    room.opened = this.#openings;
    this.#follow(room);
  }

  /** Receives the events of a room. A connection follows so many rooms and no more: the one opened longest ago makes way. */
  #follow(room) {
    if (!room.mine || this.#followed.has(room.id) || !this.#connection.connected) return;
    if (this.#followed.size >= FOLLOWED) this.#unfollow();
    this.#followed.add(room.id);
    this.#connection.watch(room.id, room.log?.reached).catch((cause) => {
      this.#followed.delete(room.id);
      if (cause.wait) setTimeout(() => room.opened === this.#openings && this.#follow(room), cause.wait);
    });
  }

  #unfollow() {
    const [oldest] = this.mine().filter((it) => this.#followed.has(it.id)).sort((a, b) => a.opened - b.opened);
    if (!oldest) return;
    this.#followed.delete(oldest.id);
    this.#leaving.add(oldest.id);
    this.#connection.unwatch(oldest.id).then(() => this.#unfollowed(oldest), () => this.#leaving.delete(oldest.id));
  }

  /** What is said there from now on is not here: the log is read again when the room is opened. */
  #unfollowed(room) {
    this.#leaving.delete(room.id);
    if (!this.#followed.has(room.id)) Object.assign(room, { log: null, presence: null });
  }

  #readElsewhere(room, read, head) {
    if (read <= room.read) return;
    room.read = read;
    if (read >= head) room.unread = 0;
  }

  #watching(id, after) {
    if (this.#leaving.has(id)) return;
    const isNew = !this.get(id)?.mine;
    const room = this.get(id) ?? this.learn({ id, name: "…", access: "public", read: after });
    this.#followed.add(id);
    if (room.log !== null) this.#tell.log(room, [], "resumed");
    if (room.log === null) {
      room.log = new RoomLog(after);
      room.mine = true;
      this.#tell.log(room, [], "ready");
      if (isNew) this.#tell.list();
    }
    if (after > room.log.reached) this.#fill(room); // it was not asked to go on from where we are
    if (room.name === "…" || (room.log.events.length === 0 && after > room.at)) this.#tell.reload();
  }

  #events(id, events) {
    const room = this.get(id);
    if (!room?.log) return;
    const news = room.log.take(events);
    if (room.log.gap() !== null) this.#fill(room);
    this.#apply(room, news);
  }

  #apply(room, news) {
    news.forEach((event) => this.#applied(room, event));
    if (news.length === 0) return;
    this.#outbox.of(room.id).filter((it) => it.seq > 0 && it.seq <= room.log.reached).forEach((it) => this.#outbox.remove(it.name));
    this.#tell.log(room, news, "new");
    this.#tell.list();
  }

  #applied(room, event) {
    const own = event.account === this.#self;
    if (event.kind === "message") {
      if (own) this.#outbox.remove(event.clientId);
      else if (event.seq > room.read) room.unread += 1;
      if (room.typing.delete(event.account)) this.#tell.typing(room);
      return;
    }
    if (event.seq > room.at) this.#stands(room, event); // else the API has counted it
    if (own && (event.kind === "leave" || event.kind === "removed")) this.#out(room, event.kind);
  }

  /** What an event makes of the room itself. */
  #stands(room, event) {
    const own = event.account === this.#self;
    if (event.kind === "topic") {
      room.topic = event.body;
    } else if (event.kind === "archived") {
      room.archived = true;
    } else if (event.kind === "join" && event.account) { // a guest is no member
      room.members += 1;
      room.mine ||= own;
    } else if (event.kind === "leave" || event.kind === "removed") {
      room.members = Math.max(0, room.members - 1);
      room.mine &&= !own;
    }
  }

  /** There is a room one can come into. One's own are heard of by being watched. */
  #chatroom(it) {
    const room = this.get(it.id);
    if (room?.mine || it.owner === this.#self) return;
    if (room) room.invited ||= it.invited;
    else this.learn(it);
    this.#tell.list();
  }

  #out(room, why) {
    Object.assign(room, { mine: false, unread: 0 });
    this.#followed.delete(room.id);
    this.#tell.gone(room, why);
    this.#tell.reload();
  }

  /** Reads what is missing between what is here and what came too early. */
  #fill(room) {
    room.filling ??= this.#filled(room).catch(() => {}).finally(() => { room.filling = null; });
    return room.filling;
  }

  async #filled(room) {
    for (let missing = true; missing;) {
      const after = room.log.reached;
      const { events, more } = await this.#connection.history(room.id, { after, limit: GAP_PAGE });
      if (events.length > 0 && events[0].seq > room.log.reached + 1) {
        room.log.skipTo(events[0].seq - 1);
        this.#tell.log(room, [], "again");
      }
      this.#apply(room, room.log.take(events));
      missing = more;
    }
  }

  /** Reads what is older; false where there is nothing more, or it cannot be read just now. */
  async older(room) {
    if (!room.log?.older) return false;
    room.loading ??= this.#older(room).finally(() => { room.loading = null; });
    return room.loading;
  }

  async #older(room) {
    const { log } = room;
    try {
      const { events, more } = await this.#connection.history(room.id, { before: log.first, limit: PAGE });
      const put = room.log === log ? log.prepend(events, more) : 0;
      room.failed = "";
      this.#tell.log(room, [], "older");
      return put > 0;
    } catch (cause) {
      room.failed = cause.text ?? "";
      // Where the connection is lost, the next one's welcome asks again.
      if (cause.wait && this.#connection.connected) setTimeout(() => room.log === log && this.older(room), cause.wait);
      return false;
    }
  }

  say(room, text) {
    this.#outbox.add(room.id, text);
    this.#tell.pending(room);
    this.pump();
  }

  again(room, name) {
    this.#outbox.again(name);
    this.#tell.pending(room);
    this.pump();
  }

  /** Sends what looks like a command as a text. */
  asText(room, name) {
    const entry = this.#outbox.find(name);
    this.#outbox.remove(name);
    if (entry) this.say(room, ` ${entry.text}`);
  }

  discard(room, name) {
    this.#outbox.remove(name);
    this.#tell.pending(room);
  }

  /** Sends what is due, and comes again when something else may be. */
  pump() {
    clearTimeout(this.#pump);
    if (!this.#connection?.connected) return;
    this.#outbox.due().forEach((entry) => this.#connection.send(entry) && this.#outbox.sent(entry.name));
    const at = this.#outbox.nextAt();
    if (at < Infinity) this.#pump = setTimeout(() => this.pump(), Math.max(100, at - Date.now()));
  }

  #ack(name, id, seq) {
    this.#outbox.acked(name, seq);
    const room = this.get(id);
    if (room?.log && seq <= room.log.reached) this.#outbox.remove(name);
    else if (room?.log) setTimeout(() => room.log && room.log.reached < seq && this.#fill(room), EVENT_AFTER_ACK);
    if (room) this.#tell.pending(room);
    this.pump();
  }

  #refused(name, refused) {
    const entry = this.#outbox.find(name);
    if (!entry) return;
    const command = refused.code === "invalid" && entry.text.startsWith("/");
    const why = command ? `There is no command ${entry.text.split(/\s/u, 1)[0]}.` : refused.message;
    const remedy = command ? "text" : CURED_BY_EDITING.has(refused.code) ? "edit" : "again";
    this.#outbox.refused(name, why, refused.wait, Date.now(), remedy);
    const room = this.get(entry.room);
    if (room) this.#tell.pending(room);
    this.pump();
  }

  /** The person has seen everything up to here. */
  seen(room) {
    if (!room.mine || !room.log) return;
    const seq = room.log.reached;
    const news = room.unread > 0;
    room.unread = 0;
    if (news) this.#tell.list();
    if (seq <= room.read) return;
    room.read = seq;
    clearTimeout(room.reading);
    room.reading = setTimeout(() => this.#connection.read(room.id, room.read).catch(() => {}), READ_PAUSE);
  }

  typing(room, on) {
    this.#connection.typing(room.id, on);
  }

  #typing(id, account, on) {
    const room = this.get(id);
    if (!room || account === this.#self) return;
    clearTimeout(room.typing.get(account));
    room.typing.delete(account);
    if (on) room.typing.set(account, setTimeout(() => room.typing.delete(account) && this.#tell.typing(room), TYPING_ENDS));
    this.#tell.typing(room);
  }

  /** Asks who is there; their news come by themselves from then on. A room that is not followed is asked about when it is. */
  async who(room) {
    if (room.log === null) return;
    try {
      room.presence = await this.#connection.people(room.id);
    } catch (cause) {
      // Nobody is shown as there meanwhile. Where the connection is lost, the next one's `watching` asks again.
      if (cause.wait && this.#connection.connected) setTimeout(() => room.presence === null && this.who(room), cause.wait);
      return;
    }
    this.#tell.presence(room);
  }

  #presence(account, state) {
    this.#rooms.forEach((room) => {
      if (room.presence === null) return;
      if (state === "offline") room.presence.delete(account);
      else room.presence.set(account, state);
      this.#tell.presence(room);
    });
  }
}
