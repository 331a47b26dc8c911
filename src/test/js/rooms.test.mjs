import assert from "node:assert/strict";
import { test } from "node:test";
import { Rooms } from "../../../webroot/chat/rooms.js";

const nothing = { of: () => [], remove() {}, lost() {}, due: () => [], nextAt: () => Infinity };
const listed = (lastSeq, members, more = {}) => ({ id: "r", name: "room", topic: "", access: "public", members, lastSeq, read: 0, ...more });
const event = (seq, kind, account, body = "") => ({ room: "r", seq, kind, account, body, name: "", clientId: "", at: "" });

function house() {
  const calls = { list: 0, reload: 0, gone: 0 };
  const tell = {
    list: () => { calls.list += 1; }, log() {}, pending() {}, typing() {}, presence() {}, line() {}, unknown() {},
    reload: () => { calls.reload += 1; }, gone: () => { calls.gone += 1; },
  };
  const rooms = new Rooms("ada", nothing, tell);
  return { rooms, ears: rooms.handlers(), calls };
}

const news = (id, more = {}) => ({ id, name: id, topic: "", owner: "bob", access: "public", members: 1, invited: false, ...more });

test("a new room and an invitation are in the list at once", () => {
  const { rooms, ears } = house();
  ears.chatroom(news("open"));
  ears.chatroom(news("secret", { access: "invited", invited: true }));
  assert.deepEqual(rooms.others().map((it) => [it.id, it.invited, it.members]), [["open", false, 1], ["secret", true, 1]]);
});

test("news change nothing of a room one is in, or has made", () => {
  const { rooms, ears } = house();
  ears.watching("r", 0);
  ears.chatroom(news("r"));
  ears.chatroom(news("own", { owner: "ada" }));
  assert.deepEqual(rooms.mine().map((it) => it.id), ["r"]);
  assert.deepEqual(rooms.others(), []);
});

test("a room of the list that is followed changes nothing of the list", () => {
  const { rooms, ears, calls } = house();
  const ids = Array.from({ length: 200 }, (_, n) => `r${n}`);
  rooms.known(ids.map((id) => listed(1, 1, { id })), true);
  ids.forEach((id) => ears.watching(id, 1));
  assert.equal(calls.list, 1);
  ears.watching("new", 0);
  assert.equal(calls.list, 2);
});

test("a room that made way is not followed, though the answer that it is comes late", async () => {
  const { rooms, ears } = house();
  const asked = [];
  const answers = [];
  const ask = (type) => (room) => {
    asked.push(`${type} ${room}`);
    return new Promise((done) => { answers.push(done); });
  };
  rooms.use({ connected: true, watch: ask("watch"), unwatch: ask("unwatch") });
  const ids = Array.from({ length: 202 }, (_, n) => `r${String(n).padStart(3, "0")}`);
  rooms.known(ids.map((id) => listed(1, 1, { id, name: id })), true);
  ears.welcome(ids.map((id) => ({ id, seq: 1, read: 1 })));

  rooms.opened(rooms.get("r200"));
  ears.watching("r000", 1); // the server had not read `unwatch` yet
  answers[0]();
  await Promise.resolve();
  ears.watching("r200", 1);
  rooms.opened(rooms.get("r201"));

  assert.deepEqual(asked, ["unwatch r000", "watch r200", "unwatch r001", "watch r201"]);
  assert.equal(rooms.get("r000").log, null);
});

test("who is in the list already is not counted again when the log says that he came", () => {
  const { rooms, ears } = house();
  rooms.known([listed(1, 1)], true);
  ears.watching("r", 0);
  ears.events("r", [event(1, "join", "ada")]);
  assert.equal(rooms.get("r").members, 1);
  ears.events("r", [event(2, "join", "bob")]);
  assert.equal(rooms.get("r").members, 2);
});

test("a list that was read before the log went on undoes nothing of it", () => {
  const { rooms, ears } = house();
  rooms.known([listed(1, 1)], true);
  ears.watching("r", 1);
  ears.events("r", [event(2, "join", "bob"), event(3, "topic", "ada", "tea"), event(4, "join", "eve")]);
  rooms.known([listed(2, 2)], true);
  assert.equal(rooms.get("r").members, 3);
  assert.equal(rooms.get("r").topic, "tea");
  rooms.known([listed(4, 3, { topic: "tea" })], true);
  rooms.known([listed(3, 2)], true); // overtaken
  assert.equal(rooms.get("r").members, 3);
});

test("what happened between the list and the first watching is asked for", () => {
  const { rooms, ears, calls } = house();
  rooms.known([listed(1, 1)], true);
  ears.watching("r", 1);
  assert.equal(calls.reload, 0);
  const other = house();
  other.rooms.known([listed(1, 1)], true);
  other.ears.watching("r", 3);
  assert.equal(other.calls.reload, 1);
});

test("an old list makes nobody a member again who has left", () => {
  const { rooms, ears, calls } = house();
  rooms.known([listed(1, 1)], true);
  ears.watching("r", 1);
  ears.events("r", [event(2, "leave", "ada")]);
  assert.equal(calls.gone, 1);
  rooms.known([listed(1, 1)], true);
  assert.equal(rooms.get("r").mine, false);
  rooms.known([listed(2, 0, { read: undefined })], true);
  assert.equal(rooms.get("r").mine, false);
});

test("history that got lost with the connection is asked for on the next one", async () => {
  const { rooms, ears } = house();
  const asked = [];
  let lost = true;
  const history = async (room, part) => {
    asked.push(part.before);
    if (lost) throw Object.assign(new Error("lost"), { text: "lost", wait: 2_000 });
    return { events: [event(1, "join", "ada"), event(2, "message", "ada", "once")], more: false };
  };
  rooms.use({ connected: false, history });
  rooms.known([listed(2, 1)], true);
  ears.watching("r", 2);
  await rooms.older(rooms.get("r"));
  lost = false;
  ears.welcome([{ id: "r", name: "room", topic: "", seq: 2, read: 0 }]);
  await rooms.get("r").loading;
  assert.deepEqual(asked, [3, 3]);
  assert.deepEqual(rooms.get("r").log.events.map((it) => it.body), ["", "once"]);
  assert.equal(rooms.get("r").failed, "");
});
