// The newest messages of one feed: the last ones at first, then those that come (Server-Sent Events).
import { call } from "/api.js";
import { make } from "/dom.js";
import { address } from "./list.js";
import { brief, count, several, time } from "./format.js";

const KEEP = 200;
const FIRST = 20;
const AGAIN = 100; // of those that came while it was not live
const LATE = 5_000; // a view further behind goes on with the newest messages and shows how many are left out
const DRAW_EVERY = 500;
const AWAY_AFTER = 60_000; // a browser has few connections, and a tab that nobody looks at needs none
const FIGURES = new Set(["bigint", "numeric", "real", "double precision"]);
const at = (id) => document.getElementById(id);
const rows = at("tail-rows");
const pause = at("pause");

let feed = null;
let shown = 0; // the newest number that is in the page, or waits to be
let source = null;
let arrived = [];
let drawing = 0;
let reading = null;
let away = 0;

function state(text, kind = "") {
  if (at("tail-state").textContent !== text) at("tail-state").textContent = text;
  at("tail-state").className = `tag ${kind}`;
}

function isPaused() {
  return pause.getAttribute("aria-pressed") === "true";
}

function figure(column) {
  return FIGURES.has(column.type) ? "figure" : "";
}

/** What is shown of a value; a message may have a megabyte, and hundreds of them are kept here. */
function cell(value, column) {
  if (value === null || value === undefined) return { text: "–", kind: "nothing" };
  const text = brief(typeof value === "object" ? JSON.stringify(value) : String(value));
  return { text, kind: text.length > 32 ? "long" : figure(column) };
}

function line({ number, at: moment, value, unreadable }) {
  if (value) return { number, moment, cells: feed.columns.map((column) => cell(value[column.name], column)) };
  return { number, moment, note: brief(`cannot be read: ${unreadable ?? "no value"}`) };
}

function note(text, columns) {
  const node = make("td", "nothing", text);
  node.colSpan = columns;
  return node;
}

function row({ number, moment, cells, note: why, left }) {
  const columns = feed.columns.length;
  if (left) return make("tr", "left", note(`${several(left, "message")} not shown here`, columns + 2));
  return make("tr", "", make("td", "number figure", count(number)), make("td", "", time(moment)),
    ...(cells ? cells.map(({ text, kind }) => make("td", kind, text)) : [note(why, columns)]));
}

/** However fast they come, the page draws twice a second, and no more than it keeps. */
function draw() {
  drawing = 0;
  const fresh = arrived.slice(-KEEP).reverse().map(row);
  arrived = [];
  for (let over = rows.children.length + fresh.length - KEEP; over > 0 && rows.lastElementChild; over--) rows.lastElementChild.remove();
  rows.prepend(...fresh);
  at("tail").hidden = rows.children.length === 0;
  at("tail-empty").hidden = rows.children.length > 0;
}

function take(messages) {
  messages.filter((message) => message.number > shown).forEach((message) => {
    const left = message.number - shown - 1;
    if (left > 0 && shown > 0) arrived.push({ left });
    shown = message.number;
    arrived.push(line(message));
  });
  if (arrived.length > 2 * KEEP) arrived = arrived.slice(-KEEP);
  drawing ||= setTimeout(draw, DRAW_EVERY);
}

function listen(after) {
  const mine = new EventSource(`${address(feed.subject)}/stream?after=${after}`);
  source = mine;
  mine.onopen = () => state("live", "good live");
  mine.onerror = () => (mine.readyState === EventSource.CLOSED ? state("not live", "warm") : state("reconnecting …", "warm"));
  mine.addEventListener("messages", (event) => {
    try {
      take(JSON.parse(event.data).items);
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      console.warn("an event was not JSON");
    }
  });
}

function hush() {
  reading?.abort();
  reading = null;
  source?.close();
  source = null;
}

/** After which number to go on: nobody wants a whole feed, or after a pause all of it. */
function place() {
  const newest = feed.lastNumber - (shown > 0 ? AGAIN : FIRST);
  return Math.max(shown, newest, feed.firstNumber - 1);
}

/** The last ones before what comes, then what comes. */
async function begin() {
  hush();
  const mine = new AbortController();
  reading = mine;
  const after = place();
  try {
    const page = await call("GET", `${address(feed.subject)}/messages?after=${after}&limit=${KEEP}`, undefined, { signal: mine.signal });
    if (mine.signal.aborted) return;
    if (shown === 0) shown = after; // what was before the page is nothing that it left out
    take(page.items);
    listen(Math.max(shown, after));
  } catch (cause) {
    if (cause.name !== "AbortError") state(cause.status === 401 ? "" : "not live", "warm");
  } finally {
    if (reading === mine) reading = null;
  }
}

function paused(on) {
  pause.setAttribute("aria-pressed", String(on));
  pause.textContent = on ? "Go on" : "Pause";
}

export function openTail(next) {
  closeTail();
  feed = next;
  at("tail-head").replaceChildren(make("tr", "", ...[{ name: "Number", type: "bigint" }, { name: "Time" }, ...feed.columns].map((column) => {
    const head = make("th", figure(column), column.name);
    head.scope = "col";
    return head;
  })));
  state("connecting …");
  begin();
}

/**
 * How the feed stands now. Messages come by themselves where the page is live; where it is not, and no
 * browser tries again (an answer that is no stream ends its trying), this does.
 */
export function knowTail(next) {
  feed = next;
  const lost = source === null || source.readyState === EventSource.CLOSED;
  const late = next.lastNumber - shown > LATE;
  if (!isPaused() && reading === null && (lost || late)) begin();
}

export function closeTail() {
  hush();
  clearTimeout(drawing);
  drawing = 0;
  shown = 0;
  arrived = [];
  rows.replaceChildren();
  at("tail").hidden = true;
  at("tail-empty").hidden = true;
  paused(false);
  state("");
}

/** Ends the live view; knowTail starts it again. */
function leave() {
  hush();
  if (!isPaused()) state("not live", "warm");
}

function looked() {
  clearTimeout(away);
  if (document.visibilityState !== "visible") away = setTimeout(leave, AWAY_AFTER);
}

document.addEventListener("visibilitychange", looked);
pause.addEventListener("click", () => {
  const on = !isPaused();
  paused(on);
  if (on) {
    hush();
    state("paused", "warm");
  } else {
    state("connecting …");
    begin();
  }
});
