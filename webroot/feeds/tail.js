// The newest messages of one feed: the last ones at first, then those that come (Server-Sent Events).
import { call } from "/api.js";
import { make } from "/dom.js";
import { address } from "./list.js";
import { count, time } from "./words.js";

const KEEP = 200;
const FIRST = 20;
const DRAW_EVERY = 250;
const at = (id) => document.getElementById(id);
const rows = at("tail-rows");
const pause = at("pause");

let feed = null;
let shown = 0; // the newest number that is in the page, or waits to be
let source = null;
let arrived = [];
let drawing = 0;
let reading = null;

function state(text, kind = "") {
  at("tail-state").textContent = text;
  at("tail-state").className = `tag ${kind}`;
}

function cell(value) {
  if (value === null || value === undefined) return make("td", "nothing", "–");
  return make("td", "", typeof value === "object" ? JSON.stringify(value) : String(value));
}

function row(message) {
  const node = make("tr", "", make("td", "number", count(message.number)), make("td", "", time(message.at)));
  if (message.value) feed.columns.forEach((column) => node.append(cell(message.value[column.name])));
  else {
    const why = make("td", "nothing", `cannot be read: ${message.unreadable ?? "no value"}`);
    why.colSpan = feed.columns.length;
    node.append(why);
  }
  return node;
}

/** However fast they come, the page draws a few times a second. */
function draw() {
  drawing = 0;
  rows.prepend(...arrived.slice(-KEEP).reverse().map(row));
  arrived = [];
  while (rows.children.length > KEEP) rows.lastElementChild.remove();
  at("tail").hidden = rows.children.length === 0;
  at("tail-empty").hidden = rows.children.length > 0;
}

function take(messages) {
  messages.filter((message) => message.number > shown).forEach((message) => {
    shown = message.number;
    arrived.push(message);
  });
  if (arrived.length > 2 * KEEP) arrived = arrived.slice(-KEEP);
  drawing ||= setTimeout(draw, DRAW_EVERY);
}

function listen() {
  const mine = new EventSource(`${address(feed.subject)}/stream?after=${shown}`);
  source = mine;
  mine.onopen = () => state("live", "good");
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
  source?.close();
  source = null;
}

/** The last ones before what comes: nobody wants the whole feed from its beginning, or after a pause all of it. */
async function begin() {
  hush();
  state("connecting …");
  reading = new AbortController();
  const { signal } = reading;
  const after = Math.max(shown, feed.firstNumber - 1, feed.lastNumber - FIRST);
  try {
    const page = await call("GET", `${address(feed.subject)}/messages?after=${after}&limit=${FIRST}`, undefined, { signal });
    if (signal.aborted) return;
    shown = Math.max(shown, after);
    take(page.items);
    listen();
  } catch (cause) {
    if (cause.name !== "AbortError") state(cause.status === 401 ? "" : cause.text ?? "cannot be read", "bad");
  }
}

function paused(on) {
  pause.setAttribute("aria-pressed", String(on));
  pause.textContent = on ? "Go on" : "Pause";
}

export function openTail(next) {
  closeTail();
  feed = next;
  at("tail-head").replaceChildren(make("tr", "", ["Number", "Time", ...feed.columns.map((it) => it.name)].map((name) => {
    const head = make("th", "", name);
    head.scope = "col";
    return head;
  })));
  begin();
}

/** How the feed stands now: where a pause would go on. Messages come by themselves where the page is live. */
export function knowTail(next) {
  feed = next;
  if (source?.readyState === EventSource.CLOSED && next.lastNumber > shown) begin();
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

pause.addEventListener("click", () => {
  const on = pause.getAttribute("aria-pressed") !== "true";
  paused(on);
  if (on) {
    hush();
    state("paused", "warm");
  } else {
    begin();
  }
});
