// Where the account is logged in: each session can be revoked, and all of them.
import { call } from "/api.js";
import { once } from "/form.js";
import { say } from "/layout.js";
import { logOut } from "/session.js";
import { distance, moment, time } from "/ui/time.js";
import { html, nothing, render, repeat } from "/vendor/lit-html.js";
import { readable } from "./user-agent.js";
import { confirmed } from "./confirm.js";

const PATH = "/api/v2/sessions";
const STEP = 25;
const list = document.getElementById("sessions");
const actions = document.getElementById("sessions-actions");
const alert = document.getElementById("sessions-alert");
const KINDS = { cookie: "browser", token: "program", opaque: "chat client" };
let sessions = [];
let all = false; // whether more than a step is shown
let reading = null;

function complain(cause) {
  alert.textContent = cause ? cause.text ?? "That did not work." : "";
  alert.hidden = !cause;
}

const press = (work) => ({ currentTarget }) => once(currentTarget, work, complain);

/** The focus goes to the neighbour, not back to the top of the page. */
async function revoke(session, row) {
  await call("DELETE", `${PATH}/${session.id}`).catch((cause) => {
    if (cause.status !== 404) throw cause; // it has ended meanwhile
  });
  const neighbour = row.nextElementSibling ?? row.previousElementSibling;
  sessions = sessions.filter((it) => it.id !== session.id);
  draw();
  neighbour?.querySelector("button")?.focus();
  say("The session is revoked.");
}

function entry(session) {
  const name = readable(session.agent);
  const label = session.current ? "Log out here" : `Revoke the session of ${name}, from ${session.address}`;
  const stop = (event) => {
    const row = event.currentTarget.closest("li");
    press(() => (session.current ? logOut() : revoke(session, row)))(event);
  };
  return html`<li class="list-row entry">
    <div class="row-text">
      <h3 class="row-title">${name}${session.current ? html`<span class="tag good live">this one</span>` : html`<span class="tag">${KINDS[session.carrier] ?? session.carrier}</span>`}</h3>
      <p class="row-line">Last used ${time(session.seenAt, distance(session.seenAt))} from <code>${session.address || "unknown"}</code></p>
      <p class="row-line">Logged in ${time(session.createdAt)} · expires ${time(session.expiresAt)}</p>
    </div>
    <button class="button quiet small" type="button" aria-label=${label} @click=${stop}>${session.current ? "Log out" : "Revoke"}</button>
  </li>`;
}

/** The first of many; the rest on demand. */
function draw() {
  const shown = all ? sessions : sessions.slice(0, STEP);
  const rest = sessions.length - shown.length;
  const showAll = () => {
    all = true;
    draw();
    list.querySelectorAll("li")[STEP].querySelector("button").focus();
  };
  render(html`<ul class="list">${repeat(shown, (it) => it.id, entry)}</ul>
    ${rest > 0 ? html`<p class="row"><button class="button quiet" type="button" @click=${showAll}>Show ${rest} more</button></p>` : nothing}`, list);
  render(html`${sessions.length > 1 ? html`<button class="button quiet small" type="button" @click=${press(endOthers)}>Log out everywhere else</button>` : nothing}
    <button class="button danger small" type="button" @click=${press(endAll)}>Log out everywhere</button>`, actions);
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

async function read() {
  reading?.abort();
  reading = new AbortController();
  list.setAttribute("aria-busy", "true");
  try {
    const { items } = await call("GET", PATH, undefined, { signal: reading.signal });
    complain(null);
    sessions = [...items.filter((it) => it.current), ...items.filter((it) => !it.current)];
    draw();
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
  sessions = [];
  all = false;
  render(nothing, list);
  render(nothing, actions);
}
