// The chat page: who is here, which room is open (the address' fragment, #room=…), and what leads to what.
import { say as tell, logInAddress } from "/layout.js";
import { current, onChange, refresh } from "/session.js";
import * as calls from "./chat-api.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { RoomActions } from "./room-actions.js";
import { line, onAgain } from "./connection-status.js";
import { ended, forget, kept } from "./kept.js";
import { RoomList } from "./list.js";
import { together } from "./ui.js";
import { Names } from "./names.js";
import { Outbox } from "./outbox.js";
import { Members } from "./members.js";
import { Rooms } from "./rooms.js";
import { MessageList } from "./message-list.js";
import { announce, hush } from "./live-region.js";

const AWAY_AFTER = 60_000;
const ROOM = /^#room=([0-9a-f]{24})$/;
const at = (id) => document.getElementById(id);
const wide = matchMedia("(min-width: 75rem)");
const app = at("app");
const panel = at("people-panel");

let here = null; // {account, rooms, connection, list} of who is logged in
let open = ""; // the room that is shown
let focusWanted = false;
let away = 0;
let reading = null;
let stale = false;
const names = new Names(calls.person, () => draw());
const talk = new MessageList({
  self: () => here?.account.id ?? "",
  name: (row) => (row.author ? names.of(row.author).name : row.name),
  pending: (room) => here?.rooms.pendingOf(room) ?? [],
  older: (room) => here.rooms.older(room),
  seen: (room) => here.rooms.seen(room),
  again: (entry) => here.rooms.again(talk.room, entry),
  edit: (entry) => edited(talk.room, entry),
  asText: (entry) => here.rooms.asText(talk.room, entry),
  discard: (entry) => here.rooms.discard(talk.room, entry),
});
const composer = new Composer(said, (room, on) => here?.rooms.typing(room, on));
const people = new Members({
  names,
  self: () => here?.account.id ?? "",
  mayRemove: (room) => rules(room) && !room.archived,
  remove: (room, account, name) => roomActions.remove(room, account, name),
});
const roomActions = new RoomActions({ opened: (room) => { here?.rooms.learn(room); show(room.id); }, changed: (room) => learned(room), reload: readRooms, people: () => people.again() });

function rules(room) {
  return room.owner === here?.account.id || here?.account.role === "admin";
}

function enter(account) {
  ended.clear();
  const rooms = new Rooms(account.id, new Outbox(kept(account, "")), {
    list: () => listed(),
    log: (room, events, how) => logged(room, events, how),
    pending: (room) => room === talk.room && talk.update(),
    typing: (room) => room === talk.room && typing(room),
    presence: (room) => room === talk.room && people.update(),
    line: (state) => lined(state),
    unknown: () => refresh().catch(() => {}),
    reload: () => readRooms(),
    gone: (room, why) => gone(room, why),
  });
  const address = `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/ws`;
  const connection = new Connection(rooms.handlers(), () => rooms.resume(), () => new WebSocket(address));
  rooms.use(connection);
  composer.use(kept(account, ".drafts"));
  here = { account, rooms, connection, list: new RoomList(rooms, (next) => readOthers(next)) };
  names.learn(account);
  at("signed-out").hidden = true;
  app.hidden = false;
  readRooms().finally(() => {
    if (here?.connection !== connection) return;
    route();
    if (navigator.onLine) connection.start();
    else { connection.start(); connection.offline(); }
  });
}

function signedOut(how) {
  here?.connection.stop();
  if (here) {
    if (how === "ended") ended.set();
    else if (how === "out") forget(here.account);
    location.reload(); // nothing of who was here stays in the page
  }
  if (ended.get()) {
    at("signed-out-title").textContent = "Your session ended. Log in again.";
    at("signed-out-text").textContent = "What you wrote and did not send is kept in this tab.";
  }
  app.hidden = true;
  at("signed-out").hidden = false;
  at("enter").href = logInAddress();
  at("register").href = logInAddress().replace("#login", "#register");
}

/** Reads the rooms again; several wishes at once are one, and one that comes meanwhile is another reading. */
function readRooms() {
  if (reading) stale = true;
  else reading = readAgain().finally(() => { reading = null; });
  return reading;
}

async function readAgain() {
  do {
    stale = false;
    await readAll().catch((cause) => cause.status === 401 || tell(cause.text ?? "The rooms cannot be read.", "bad"));
  } while (stale);
}

async function readAll() {
  const [own, page] = await Promise.all([calls.ownRooms(), calls.rooms()]);
  if (!here) return;
  const ids = new Set(own.map((it) => it.id));
  here.rooms.known([...own, ...page.items.filter((it) => !ids.has(it.id))], page.next === undefined);
  here.list.more(page.next);
  const room = here.rooms.get(open);
  if (room) headed(room);
}

async function readOthers(cursor) {
  try {
    const page = await calls.rooms({ cursor });
    here.rooms.known(page.items.filter((it) => !here.rooms.get(it.id)), false);
    here.list.more(page.next);
  } catch (cause) {
    tell(cause.text ?? "The rooms cannot be read.", "bad");
  }
}

function show(id) {
  if (location.hash === `#room=${id}`) route();
  else location.hash = `room=${id}`;
}

function route() {
  if (!here) return;
  const id = ROOM.exec(location.hash)?.[1] ?? "";
  const room = here.rooms.get(id);
  app.dataset.view = id ? "talk" : "rooms";
  if (room) enterRoom(room);
  else leaveRoom(id);
  if (id && !room) find(id);
}

/** A room that is not in the list, which has a page of the others only. */
async function find(id) {
  try {
    const room = await calls.room(id);
    if (!here || ROOM.exec(location.hash)?.[1] !== id) return;
    here.rooms.known([room], false);
    route();
  } catch (cause) {
    // leaveRoom() has said that it is not there; whether it is, nobody knows without an answer.
    if (cause.status !== 404 && here) tell("The room could not be read. Reload the page to try again.");
  }
}

function enterRoom(room) {
  const other = room.id !== open || talk.room !== room;
  open = room.id;
  here.list.mark(room.id);
  headed(room);
  inside(room);
  if (!other) return;
  hush();
  if (room.mine) {
    talk.open(room);
    composer.open(room);
    people.open(room);
    here.rooms.opened(room);
    here.rooms.who(room);
  } else {
    talk.close();
    composer.close();
    people.close();
  }
  typing(room);
  if (focusWanted || wide.matches) room.mine ? composer.focus() : at("join").focus();
  focusWanted = true;
}

function leaveRoom(id) {
  const before = open;
  open = "";
  talk.close();
  composer.close();
  people.close();
  here.list.mark("");
  at("no-room-text").textContent = id ? "This room does not exist, or is not open to you." : "Choose a room, or create one.";
  ["talk-head", "scroller", "below", "outsider"].forEach((it) => { at(it).hidden = true; });
  at("no-room").hidden = false;
  panel.hidden = true;
  titled();
  if (before) document.querySelector(`#lists a[data-room="${before}"]`)?.focus();
}

/** What the room allows: to talk, to join, only to read. */
function inside(room) {
  at("no-room").hidden = true;
  at("talk-head").hidden = false;
  at("scroller").hidden = !room.mine;
  at("below").hidden = !room.mine;
  at("composer").hidden = room.archived;
  at("outsider").hidden = room.mine && !room.archived;
  at("join").hidden = room.mine || (room.access === "invited" && !room.invited);
  at("outsider-text").textContent = room.archived ? "This room is archived. It can be read, and nothing new can be said."
    : room.invited ? "You are invited to this room." : "You are not in this room yet.";
  at("people-switch").hidden = !room.mine;
  at("topic").hidden = !rules(room) || room.archived;
  at("invite").hidden = !rules(room) || room.archived;
  at("archive").hidden = !rules(room) || room.archived;
  panelShown(room.mine && wide.matches && !panel.dataset.closed);
}

function headed(room) {
  at("talk-title").textContent = room.name;
  at("talk-topic").textContent = room.topic;
  at("people-switch").textContent = room.members === 1 ? "1 person" : `${room.members} people`;
  titled();
}

function titled() {
  const room = here?.rooms.get(open);
  const unread = here?.rooms.unread ?? 0;
  document.title = `${unread > 0 ? `(${unread}) ` : ""}${room ? `${room.name} · ` : ""}Chat · Foyer`;
}

function listed() {
  here.list.update();
  const room = here.rooms.get(open);
  if (room && talk.room === room) headed(room);
  titled();
}

function learned(room) {
  const known = here.rooms.learn(room);
  here.rooms.known([], false);
  if (known.id === open) enterRoom(known);
}

function logged(room, events, how) {
  if (room.id === open && talk.room !== room && room.mine) enterRoom(room);
  if (room !== talk.room) return;
  if (how === "ready") {
    talk.open(room);
    here.rooms.who(room);
  } else if (how === "resumed") {
    here.rooms.who(room);
  } else if (how === "older") {
    talk.prepended();
  } else if (how === "again") {
    talk.restart();
  } else {
    talk.appended(events);
    heard(events);
    if (events.some((it) => it.kind !== "message")) changedRoom(room, events);
  }
}

function heard(events) {
  if (document.visibilityState !== "visible") return;
  events.filter((it) => it.kind === "message" && it.account !== here.account.id)
    .forEach((it) => announce(`${names.of(it.account).name || it.name || "Somebody"}: ${it.body.slice(0, 400)}`));
}

function changedRoom(room, events) {
  inside(room);
  if (events.some((it) => it.kind !== "topic")) {
    people.again();
    here.rooms.who(room);
  }
}

function gone(room, why) {
  if (why === "removed") tell(`You were removed from ${room.name}.`, "bad");
  if (room.id === open && why !== "leave") setTimeout(route);
}

function said(room, text) {
  here.rooms.say(room, text);
  talk.toNewest();
}

function edited(room, entry) {
  const { text } = here.rooms.pendingOf(room).find((it) => it.name === entry);
  here.rooms.discard(room, entry);
  composer.edit(text);
}

function draw() {
  talk.update();
  people.update();
  if (talk.room) typing(talk.room);
}

function typing(room) {
  const who = [...room.typing.keys()].map((it) => names.of(it).name || "Somebody");
  at("typing").textContent = who.length === 0 ? "" : `${together(who)} ${who.length === 1 ? "is" : "are"} writing …`;
}

function lined(state) {
  line(state);
  if (talk.room) {
    talk.update();
    people.update();
    typing(talk.room);
  }
}

function panelShown(shown) {
  panel.hidden = !shown;
  app.dataset.panel = shown ? "shown" : "";
  at("people-switch").setAttribute("aria-expanded", String(shown));
}

/** On a narrow window the panel lies over the talk, and takes the focus. */
function switchPanel(shown) {
  panelShown(shown);
  if (shown) delete panel.dataset.closed;
  else panel.dataset.closed = "yes";
  if (!wide.matches) (shown ? at("people-close") : at("people-switch")).focus();
}

function escape() {
  if (!panel.hidden && !wide.matches) switchPanel(false);
  else if (talk.room && document.activeElement !== at("text")) {
    talk.toNewest();
    composer.focus();
  } else if (talk.room && !talk.atNewest) talk.toNewest();
  else document.querySelector("#lists a[tabindex='0']")?.focus();
}

function keys(event) {
  if (event.defaultPrevented || document.querySelector("dialog[open]") || !here) return;
  if (event.key === "Escape" && !event.isComposing) escape();
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    const next = here.list.beside(event.key === "ArrowDown" ? 1 : -1);
    if (next) show(next.id);
  }
}

function looked() {
  clearTimeout(away);
  if (!here) return;
  if (document.visibilityState === "visible") {
    here.connection.away(false);
    if (navigator.onLine) here.connection.now();
    talk.looking();
  } else {
    away = setTimeout(() => here?.connection.away(true), AWAY_AFTER);
  }
}

function wireUp() {
  addEventListener("hashchange", route);
  addEventListener("keydown", keys);
  addEventListener("online", () => here?.connection.now());
  addEventListener("offline", () => here?.connection.offline());
  addEventListener("focus", looked);
  document.addEventListener("visibilitychange", looked);
  onAgain(() => here?.connection.now());
  at("create").addEventListener("click", () => roomActions.create());
  at("join").addEventListener("click", () => roomActions.join(here.rooms.get(open)));
  at("leave").addEventListener("click", () => roomActions.leave(talk.room));
  at("topic").addEventListener("click", () => roomActions.topic(talk.room));
  at("invite").addEventListener("click", () => roomActions.invite(talk.room));
  at("archive").addEventListener("click", () => roomActions.archive(talk.room));
  at("people-switch").addEventListener("click", () => switchPanel(panel.hidden));
  at("people-close").addEventListener("click", () => switchPanel(false));
  wide.addEventListener("change", () => talk.room && panelShown(wide.matches && !panel.dataset.closed));
}

async function start() {
  wireUp();
  try {
    await refresh();
  } catch (cause) {
    tell(cause.text, "bad");
  }
  onChange((account, how) => {
    if (account === null || (here && here.account.id !== account.id)) signedOut(how);
    else if (!here) enter(account);
  });
  if (current()) enter(current());
  else signedOut("known");
}

start();
