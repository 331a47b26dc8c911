// Who is logged in. The session itself is an HttpOnly cookie that no script sees; what is kept here is only
// the remark that somebody logged in, so that strangers need not ask, and so that all tabs hear of a change.
import { call, onDenied } from "/api.js";

const KEY = "foyer.session";
const QUIET = 2_000;
const listeners = new Set();
let account = null;
let asked = 0;
let asking = null;
let leaving = false; // others may see the end of the session before the answer to our own wish
let turn = 0; // grows with every log-in and log-out, so that an answer from before it changes nothing

function remark(value) {
  try {
    if (value) localStorage.setItem(KEY, `${value} ${Date.now()}`);
    else localStorage.removeItem(KEY);
  } catch {
    // Forbidden here: then every page asks.
  }
}

function remarked() {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return true;
  }
}

/** `how` is "known", "in", "out" (by the person) or "ended" (by somebody else). */
function become(next, how) {
  const before = account;
  account = next;
  if (before?.id !== next?.id || how !== "known" || JSON.stringify(before) !== JSON.stringify(next)) {
    listeners.forEach((listener) => listener(account, how));
  }
}

/** Called with (account or null, how) whenever that changes. */
export function onChange(listener) {
  listeners.add(listener);
}

/** The account of the last answer; null where no one is logged in. */
export function current() {
  return account;
}

/** Requests the logged-in account; null for none. Fails where it is unknown. Concurrent calls share one request. */
export function refresh() {
  if (!remarked() && account === null) return Promise.resolve(null);
  asking ??= ask(turn).finally(() => { asking = null; });
  return asking;
}

async function ask(mine) {
  asked = Date.now();
  try {
    const me = await call("GET", "/api/v2/accounts/me", undefined, { entering: true });
    if (mine === turn) become(me, "known");
  } catch (cause) {
    if (cause.status !== 401) throw cause;
    if (mine === turn) denied();
  }
  return account;
}

function denied() {
  const known = account !== null;
  remark(null);
  become(null, leaving ? "out" : known ? "ended" : "known");
}

export async function logIn(login, password) {
  const made = await call("POST", "/api/v2/sessions", { login, password, carrier: "cookie" }, { entering: true });
  turn++;
  remark("in");
  become(made.account, "in");
  return made.account;
}

/** Ends this session, and also where it had ended before. */
export async function logOut() {
  leaving = true;
  try {
    await call("DELETE", "/api/v2/sessions/current", undefined, { entering: true });
  } catch (cause) {
    if (cause.status !== 401) throw cause;
  } finally {
    leaving = false;
  }
  leave();
}

/** Forgets who was here: their sessions have ended. */
export function leave() {
  turn++;
  remark(null);
  become(null, "out");
}

/** What a change of the account's own data leads to. */
export function renamed(changed) {
  remark("changed");
  become(changed, "known");
}

function look() {
  if (document.visibilityState === "visible" && Date.now() - asked > QUIET) {
    refresh().catch(() => {}); // not to be told now; the next call will
  }
}

onDenied(denied);
document.addEventListener("visibilitychange", look);
addEventListener("focus", look);
addEventListener("pageshow", (event) => event.persisted && look());
addEventListener("online", look);
addEventListener("storage", (event) => {
  if (event.key !== KEY && event.key !== null) return;
  if (remarked()) refresh().catch(() => {});
  else if (account !== null) become(null, "ended");
});
