import assert from "node:assert/strict";
import { test } from "node:test";
import { Connection } from "../../../webroot/chat/connection.js";
import { Outbox } from "../../../webroot/chat/outbox.js";
import { Rooms } from "../../../webroot/chat/rooms.js";

const ROOM = "00000000000000000000000a";

/** A server that keeps its log, whatever becomes of the connections. `dies` says when one of them does. */
class House {
  log = [];
  seats = new Set();
  read = 0;
  away = false;

  constructor(dies = () => false) {
    this.dies = dies;
  }

  commit(account, text, clientMsgId) {
    const known = this.log.find((it) => it.account === account && it.clientMsgId === clientMsgId);
    if (known) return known;
    const event = { seq: this.log.length + 1, id: String(this.log.length), kind: "message", account, text, clientMsgId, messageType: 1, at: new Date().toISOString() };
    this.log.push(event);
    [...this.seats].forEach((seat) => seat.events([event]));
    return event;
  }

  open(account) {
    return new Line(this, account);
  }
}

/** A WebSocket of a browser, with the server's end of it. */
class Line {
  readyState = 0;
  heard = {};

  constructor(house, account) {
    this.house = house;
    this.account = account;
    setTimeout(() => this.fire("open", {}, () => { this.readyState = 1; }), 5);
  }

  addEventListener(name, listener) {
    this.heard[name] = listener;
  }

  fire(name, event, before = () => {}) {
    if (this.readyState === 3) return;
    before();
    this.heard[name]?.(event);
  }

  close(code = 1006) {
    if (this.readyState === 3) return;
    this.house.seats.delete(this);
    this.fire("close", { code });
    this.readyState = 3;
  }

  /** To the browser, later. */
  put(frame) {
    setTimeout(() => {
      if (this.readyState === 1 && this.house.dies()) this.close();
      this.fire("message", { data: JSON.stringify(frame) });
    }, 2);
  }

  events(events) {
    this.put({ type: "events", room: ROOM, first: events[0].seq, events });
  }

  send(data) {
    const frame = JSON.parse(data);
    setTimeout(() => {
      if (this.readyState === 1 && this.house.dies()) this.close();
      else if (this.readyState === 1) this.answer(frame);
    }, 2);
  }

  watch(after = this.house.log.length) {
    const { house } = this;
    if (house.away) {
      this.put({ type: "error", code: "unavailable", message: "", room: ROOM, retryAfter: 2 });
      return;
    }
    this.put({ type: "watching", room: ROOM, after });
    if (after < house.log.length) this.events(house.log.slice(after));
    house.seats.add(this);
  }

  answer(frame) {
    const { house } = this;
    if (frame.type === "hello") {
      this.put({ type: "welcome", v: 1, account: this.account, rooms: [{ room: ROOM, name: "a", seq: house.log.length, read: 0 }] });
      this.watch(frame.resume.find((it) => it.room === ROOM)?.after);
    } else if (frame.type === "watch") {
      this.watch(frame.after);
    } else if (frame.type === "send") {
      const event = house.commit(this.account, frame.text, frame.clientMsgId);
      this.put({ type: "ack", ref: frame.ref, room: ROOM, clientMsgId: frame.clientMsgId, id: event.id, seq: event.seq });
    } else if (frame.type === "history") {
      const after = house.log.filter((it) => it.seq > (frame.after ?? 0) && it.seq < (frame.before ?? Infinity));
      this.put({ type: "history", ref: frame.ref, room: ROOM, events: frame.after === undefined ? after.slice(-frame.limit) : after.slice(0, frame.limit) });
    } else if (frame.type === "read") {
      house.read = Math.max(house.read, frame.seq);
      this.put({ type: "ok", ref: frame.ref });
    } else if (frame.type === "ping") {
      this.put({ type: "pong" });
    }
  }
}

/** One person's page without its views. */
function person(account, house) {
  const seen = [];
  const states = [];
  const nothing = () => {};
  const rooms = new Rooms(account, new Outbox(), {
    list: nothing, pending: nothing, typing: nothing, presence: nothing, unknown: nothing, reload: nothing, gone: nothing,
    log: (room, events) => seen.push(...events.map((it) => it.seq)), line: (state) => states.push(state.name),
  });
  const lines = [];
  const connection = new Connection(rooms.handlers(), () => rooms.resume(), () => { lines.push(house.open(account)); return lines.at(-1); });
  rooms.use(connection);
  rooms.known([{ id: ROOM, name: "a", access: "public", read: 0, unread: 0 }], true);
  return { account, rooms, connection, seen, states, lines, room: rooms.get(ROOM) };
}

async function pass(timers, milliseconds) {
  for (let gone = 0; gone < milliseconds; gone += 10) {
    timers.tick(10);
    await new Promise((done) => setImmediate(done));
  }
}

test("connections that die at any point lose nothing, double nothing and keep the order", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  let seed = 42;
  const random = () => { seed = (seed * 48_271) % 2_147_483_647; return seed / 2_147_483_647; };
  let trouble = true;
  let deaths = 0;
  const house = new House(() => trouble && random() < 0.08 && ++deaths > 0);
  const [ada, bob] = [person("ada", house), person("bob", house)];
  [ada, bob].forEach((it) => it.connection.start());
  await pass(t.mock.timers, 100);

  for (let i = 0; i < 120; i += 1) {
    ada.rooms.say(ada.room, `a${i}`);
    bob.rooms.say(bob.room, `b${i}`);
    await pass(t.mock.timers, 40);
  }
  trouble = false;
  await pass(t.mock.timers, 45_000);

  assert.ok(deaths > 8, `${deaths} connections died`);
  assert.equal(house.log.length, 240);
  for (const { account, room, rooms, seen } of [ada, bob]) {
    const said = house.log.filter((it) => it.account === account).map((it) => it.text);
    assert.deepEqual(said, Array.from({ length: 120 }, (_, i) => `${account[0]}${i}`));
    assert.equal(room.log.reached, 240);
    assert.deepEqual(room.log.events.map((it) => it.body), house.log.slice(room.log.first - 1).map((it) => it.text));
    assert.deepEqual(seen, Array.from({ length: seen.length }, (_, i) => room.log.first + i));
    assert.equal(rooms.pendingOf(room).length, 0);
  }
  ada.connection.stop();
  bob.connection.stop();
});

test("what was written offline is sent when the network is back", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  const house = new House();
  const ada = person("ada", house);
  ada.connection.start();
  await pass(t.mock.timers, 100);
  ada.connection.offline();
  ada.rooms.say(ada.room, "one");
  ada.rooms.say(ada.room, "two");
  house.commit("bob", "meanwhile", "x");
  await pass(t.mock.timers, 60_000);
  assert.equal(house.log.length, 1);
  assert.equal(ada.lines.length, 1);

  ada.connection.now();
  await pass(t.mock.timers, 200);

  assert.deepEqual(ada.room.log.events.map((it) => it.body), ["meanwhile", "one", "two"]);
  assert.deepEqual(ada.states, ["connecting", "connected", "offline", "connecting", "connected"]);
  ada.connection.stop();
});

test("a network that is silent is taken for dead", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  const house = new House();
  const ada = person("ada", house);
  ada.connection.start();
  await pass(t.mock.timers, 100);
  ada.lines[0].send = () => {}; // the cable is cut, and nobody says so
  ada.rooms.say(ada.room, "into the void");
  await pass(t.mock.timers, 35_000);

  assert.equal(ada.lines.length, 2);
  assert.deepEqual(house.log.map((it) => it.text), ["into the void"]);
  ada.connection.stop();
});

test("messages of others are unread until they are seen", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  const house = new House();
  const ada = person("ada", house);
  ada.connection.start();
  await pass(t.mock.timers, 100);
  house.commit("bob", "one", "1");
  house.commit("bob", "two", "2");
  ada.rooms.say(ada.room, "three");
  await pass(t.mock.timers, 100);
  assert.equal(ada.rooms.unread, 2);

  ada.rooms.seen(ada.room);
  await pass(t.mock.timers, 1_000);

  assert.equal(ada.rooms.unread, 0);
  assert.equal(house.read, 3);
  ada.connection.stop();
});

test("a page too old for its server says so and does not come again", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  const ada = person("ada", new House());
  ada.connection.start();
  await pass(t.mock.timers, 100);
  ada.lines[0].close(4400);
  await pass(t.mock.timers, 60_000);

  assert.equal(ada.states.at(-1), "outdated");
  assert.equal(ada.lines.length, 1);
});

test("an event that got lost on the way is read from history", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  const house = new House();
  const ada = person("ada", house);
  ada.connection.start();
  await pass(t.mock.timers, 100);
  const [line] = ada.lines;
  house.seats.delete(line);
  house.commit("bob", "one", "1");
  house.commit("bob", "two", "2");
  house.seats.add(line);
  house.commit("bob", "three", "3");
  await pass(t.mock.timers, 100);
  assert.deepEqual(ada.seen, [1, 2, 3]);

  // And one's own, of which only the acknowledgement came
  house.seats.delete(line);
  ada.rooms.say(ada.room, "four");
  await pass(t.mock.timers, 4_000);

  assert.deepEqual(ada.seen, [1, 2, 3, 4]);
  assert.equal(ada.rooms.pendingOf(ada.room).length, 0);
  ada.connection.stop();
});

test("a room that could not be watched when the page came back is asked for again", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  const house = new House();
  const ada = person("ada", house);
  ada.connection.start();
  await pass(t.mock.timers, 100);
  house.commit("bob", "before", "b0");
  await pass(t.mock.timers, 100);

  house.away = true;
  ada.lines.at(-1).close();
  await pass(t.mock.timers, 10_000);
  house.commit("bob", "meanwhile", "b1");
  await pass(t.mock.timers, 5_000);
  assert.deepEqual(ada.seen, [1]);

  house.away = false;
  await pass(t.mock.timers, 5_000);
  assert.deepEqual(ada.seen, [1, 2]);
  ada.connection.stop();
});
