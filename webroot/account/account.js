// The account page: which view is shown, and to whom. Views are named by the address' fragment, so that the
// browser's own back button works and a reset token never reaches a server's log.
import { returnAddress } from "/layout.js";
import { has } from "/capabilities.js";
import { current, onChange, refresh } from "/session.js";
import { avatar } from "/ui/avatar.js";
import { enterGuest, guestForms } from "./auth-forms.js";
import { enterSelf, selfForms } from "./profile.js";
import { enterSessions, leaveSessions } from "./sessions.js";

const GUEST = {
  login: ["Log in", "With your handle or e-mail address."],
  register: ["Register", "One account for all of Foyer."],
  forgot: ["Forgot your password?", "If an account has this address, an e-mail with a link is sent to it."],
  reset: ["A new password", "Choose it; then log in with it."],
};
const OWN = {
  me: ["Profile", enterSelf],
  password: ["Password", enterSelf],
  sessions: ["Sessions", enterSessions],
};
const NEEDS = { forgot: "mail", register: "registration" };
const RESET = /^#reset=([A-Za-z0-9_-]+)$/;

const main = document.getElementById("main");
const picture = document.getElementById("self-avatar");
const title = document.getElementById("title");
const lead = document.getElementById("lead");
const notice = document.getElementById("notice");
const tabs = document.getElementById("tabs");
let shown = null;
let wanted = null; // a view that needed a log-in
let kept = ""; // a notice for the view that comes next

/** Shows a notice above the next view. */
function announce(text) {
  kept = text;
}

/** The token leaves the address at once: it would stay in the history, and be seen over a shoulder. */
function takeToken() {
  const found = RESET.exec(location.hash);
  if (!found) return null;
  history.replaceState(null, "", `${location.pathname}#reset`);
  return found[1];
}

function name() {
  const asked = location.hash.slice(1);
  const account = current();
  if (asked === "reset") return "reset";
  if (account === null) return GUEST[asked] && (!NEEDS[asked] || has(NEEDS[asked])) ? asked : "login";
  return OWN[asked] ? asked : "me";
}

function go(view) {
  if (location.hash === `#${view}`) route();
  else location.hash = view;
}

function reveal(view) {
  const guest = Boolean(GUEST[view]);
  tabs.hidden = guest;
  [...Object.keys(GUEST), ...Object.keys(OWN)].forEach((it) => {
    document.getElementById(`view-${it}`).hidden = it !== view;
  });
  tabs.querySelectorAll("a").forEach((it) => {
    if (it.hash === `#${view}`) it.setAttribute("aria-current", "page");
    else it.removeAttribute("aria-current");
  });
  document.title = `${guest ? GUEST[view][0] : OWN[view][0]} · Foyer`;
}

function head(view) {
  const account = current();
  picture.hidden = Boolean(GUEST[view]);
  if (GUEST[view]) {
    [title.textContent, lead.textContent] = GUEST[view];
  } else {
    title.textContent = account.name;
    lead.textContent = `@${account.handle}`;
    picture.replaceChildren(avatar(account.id, account.name, "large"));
  }
  notice.textContent = kept;
  notice.hidden = kept === "";
  kept = "";
}

/** The first field where something is to be typed, else the heading; not on the very first look, which reads the page. */
function focus(view, first) {
  const section = document.getElementById(`view-${view}`);
  if (GUEST[view]) section.querySelector("input:not([hidden])").focus();
  else if (!first) title.focus({ preventScroll: true });
  if (!first) scrollTo({ top: 0 });
}

function route() {
  const token = takeToken();
  const view = name();
  const asked = location.hash.slice(1);
  if (GUEST[view] && OWN[asked]) wanted = asked;
  const first = shown === null;
  if (shown === "sessions" && view !== "sessions") leaveSessions();
  reveal(view);
  head(view);
  if (GUEST[view]) enterGuest(view, token);
  else OWN[view][1](current());
  if (shown !== view) focus(view, first);
  shown = view;
}

function entered() {
  const back = returnAddress();
  if (back) {
    location.replace(back);
    return;
  }
  const next = wanted ?? "me";
  wanted = null;
  go(next);
}

function changed(account, how) {
  if (how === "in") return; // the form that logged in says where to go
  if (how === "ended") announce("Your log-in was ended. Log in again to go on.");
  if (account === null && shown !== null && OWN[shown]) {
    wanted = how === "ended" ? shown : null;
    go("login");
  } else if (account !== null && shown === "login") {
    entered(); // logged in by another tab
  } else if (shown !== null) {
    head(shown);
  }
}

async function start() {
  guestForms({ entered, announce, go });
  selfForms();
  try {
    await refresh();
  } catch (cause) {
    kept = cause.text;
  }
  onChange(changed);
  addEventListener("hashchange", route);
  if (current() !== null && returnAddress() && name() === "me") entered();
  else route();
}

start();
