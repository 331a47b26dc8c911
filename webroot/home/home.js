// The front page: a brochure for strangers; for who is logged in what comes next, what is unread, and, for
// administrators, what needs attention. Only the node that fits is in the page, so that it has one heading.
import { call } from "/api.js";
import { has } from "/capabilities.js";
import { drawExample } from "/example.js";
import { onChange, refresh } from "/session.js";
import { draw } from "/ui/draw.js";
import { today, zone } from "/ui/time.js";
import { html, nothing, render } from "/vendor/lit-html.js";
import { attention } from "./attention.js";
import { meetings } from "./meetings.js";
import { rooms } from "./rooms.js";

const EVERY = 60_000;
const UNDER_WAY = 3_600_000; // for how long a meeting that has begun stands here
const title = document.title;
const brochure = document.getElementById("brochure");
const home = document.getElementById("home");
let account = null;
let shown = {}; // by part: its answer, or {trouble}
let reading = null;
let timer = 0;

const PARTS = {
  meetings: (options) => call("GET", `/api/v2/evaluations?limit=20&from=${new Date(Date.now() - UNDER_WAY).toISOString()}`, undefined, options),
  rooms: (options) => call("GET", "/api/v2/chat/rooms?mine=true&limit=200", undefined, options),
  attention: (options) => call("GET", "/api/v2/attention", undefined, options),
};

const mine = () => Object.keys(PARTS)
  .filter((part) => part !== "attention" || account.role === "admin")
  .filter((part) => part !== "rooms" || account.role !== "service");

function part(name, heading, template, more = nothing) {
  const answer = shown[name];
  return html`<section aria-labelledby=${`${name}-title`}>
    <div class="section-head"><h2 id=${`${name}-title`}>${heading}</h2>${more}</div>
    ${answer === undefined ? html`<div class="empty skeleton"></div>` : answer.trouble ? html`<p class="alert" role="alert">${answer.trouble}</p>` : template(answer)}
  </section>`;
}

function show() {
  const parts = new Set(mine());
  draw(html`
    <div class="page-head"><div>
      <h1 id="title" tabindex="-1">Welcome, <bdi>${account.name}</bdi></h1>
      <p class="lead">${today()} · times are in ${zone}</p>
    </div></div>
    <div class="columns">
      ${part("meetings", account.role === "admin" ? "Next meetings of everyone" : "Next meetings", meetings)}
      <div class="side">
        ${parts.has("attention") ? part("attention", "Needs attention", attention) : nothing}
        ${parts.has("rooms") ? part("rooms", "Unread rooms", rooms, html`<a href="/chat.html">Open chat</a>`) : nothing}
      </div>
    </div>`, home);
  home.setAttribute("aria-busy", String(mine().some((it) => shown[it] === undefined)));
}

async function read(name, signal) {
  let answer;
  try {
    answer = await PARTS[name]({ signal });
  } catch (cause) {
    if (cause.name === "AbortError" || cause.status === 401) return;
    answer = { trouble: cause.text ?? "That did not work." };
  }
  if (signal.aborted) return;
  shown = { ...shown, [name]: answer };
  show();
}

/** At once, and then every minute, but not while nobody looks. */
function again() {
  clearTimeout(timer);
  if (account === null || document.visibilityState !== "visible") return;
  reading?.abort();
  reading = new AbortController();
  show();
  mine().forEach((name) => read(name, reading.signal));
  timer = setTimeout(again, EVERY);
}

function enter() {
  brochure.remove();
  document.getElementById("main").append(home);
  document.title = "Home · Foyer";
  again();
}

/** Nothing of who was here stays in the page. */
function leave() {
  clearTimeout(timer);
  reading?.abort();
  shown = {};
  render(nothing, home);
  home.remove();
  document.getElementById("main").append(brochure);
  document.title = title;
}

function person(next) {
  if (next?.id !== account?.id) shown = {};
  account = next;
  if (account) enter();
  else leave();
}

if (has("webhooks")) drawExample();
onChange(person);
refresh().then((known) => { if (!known) person(null); }, () => person(null));
document.addEventListener("visibilitychange", again);
