// Where the account is logged in: each log-in can be ended, and all of them.
import { call } from "/api.js";
import { button, make } from "/dom.js";
import { say } from "/layout.js";
import { logOut } from "/session.js";
import { readable } from "./user-agent.js";
import { confirmed } from "./confirm.js";

const PATH = "/api/v2/sessions";
const STEP = 25;
const list = document.getElementById("sessions");
const actions = document.getElementById("sessions-actions");
const alert = document.getElementById("sessions-alert");
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const KINDS = { cookie: "browser", token: "program", opaque: "chat client" };
let reading = null;

function ago(iso) {
  const seconds = (Date.parse(iso) - Date.now()) / 1000;
  if (seconds > -60) return "just now";
  const [unit, size] = seconds > -3600 ? ["minute", 60] : seconds > -86_400 ? ["hour", 3600] : ["day", 86_400];
  return relative.format(Math.ceil(seconds / size), unit);
}

function time(iso, text) {
  const node = make("time", "", text);
  node.dateTime = iso;
  node.title = moment.format(new Date(iso));
  return node;
}

function complain(cause) {
  alert.textContent = cause ? cause.text ?? "That did not work." : "";
  alert.hidden = !cause;
}

/** Runs once, however often the button is pressed; what goes wrong is told above the list. */
async function once(node, work) {
  if (node.getAttribute("aria-disabled") === "true") return;
  node.setAttribute("aria-disabled", "true");
  complain(null);
  try {
    await work();
  } catch (cause) {
    if (cause.status !== 401) complain(cause);
  } finally {
    node.removeAttribute("aria-disabled");
  }
}

async function end(session, entry) {
  await call("DELETE", `${PATH}/${session.id}`).catch((cause) => {
    if (cause.status !== 404) throw cause; // it has ended meanwhile
  });
  const next = entry.nextElementSibling ?? entry.previousElementSibling;
  entry.remove();
  next?.querySelector("button")?.focus();
  say("That log-in has ended.");
}

function entry(session) {
  const name = readable(session.agent);
  const from = make("span", "mono", session.address || "unknown");
  const node = make("li", "entry card",
    make("div", "entry-text",
      make("h3", "", name, session.current ? make("span", "tag good", "this one") : make("span", "tag", KINDS[session.carrier] ?? session.carrier)),
      make("p", "fine", "Last used ", time(session.seenAt, ago(session.seenAt)), " · from ", from),
      make("p", "fine", "Logged in ", time(session.createdAt, moment.format(new Date(session.createdAt))),
        " · expires ", time(session.expiresAt, moment.format(new Date(session.expiresAt))))));
  const stop = button("button quiet small", session.current ? "Log out" : "End",
    () => once(stop, () => (session.current ? logOut() : end(session, node))));
  stop.setAttribute("aria-label", session.current ? "Log out here" : `End the log-in of ${name}, from ${session.address}`);
  node.append(stop);
  return node;
}

/** The first of many; the rest on demand. */
function draw(sessions, upTo) {
  list.replaceChildren(...sessions.slice(0, upTo).map(entry));
  if (sessions.length <= upTo) return;
  const more = button("button quiet", `Show ${sessions.length - upTo} more`, () => {
    draw(sessions, sessions.length);
    list.children[upTo].querySelector("button").focus();
  });
  list.append(make("li", "row", more));
}

async function endOthers() {
  if (!await confirmed("Log out everywhere else?", "Every other browser and program has to log in again.", "Log out the others")) return;
  await call("DELETE", PATH);
  say("You are logged in only here now.");
  await read();
}

/** Ours comes last: it is what ends the others. */
async function endAll() {
  if (!await confirmed("Log out everywhere?", "Every browser and program has to log in again, this one too.", "Log out everywhere")) return;
  await call("DELETE", PATH);
  await logOut();
}

function buttons(several) {
  const others = button("button quiet small", "Log out everywhere else", () => once(others, endOthers));
  const all = button("button danger small", "Log out everywhere", () => once(all, endAll));
  actions.replaceChildren(...(several ? [others, all] : [all]));
}

async function read() {
  reading?.abort();
  reading = new AbortController();
  list.setAttribute("aria-busy", "true");
  try {
    const { items } = await call("GET", PATH, undefined, { signal: reading.signal });
    complain(null);
    const mine = items.filter((it) => it.current);
    draw([...mine, ...items.filter((it) => !it.current)], STEP);
    buttons(items.length > 1);
  } finally {
    list.removeAttribute("aria-busy");
  }
}

function tell(cause) {
  if (cause.name !== "AbortError" && cause.status !== 401) complain(cause);
}

function again() {
  if (document.visibilityState === "visible") read().catch(tell);
}

export function enterSessions() {
  document.addEventListener("visibilitychange", again);
  read().catch(tell);
}

export function leaveSessions() {
  document.removeEventListener("visibilitychange", again);
  reading?.abort();
  list.replaceChildren();
  actions.replaceChildren();
}
