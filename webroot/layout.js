// The shell of every page (shell/body.html has its markup): where one is, who is logged in, light and dark,
// messages. A page that is completed by the server has it; see PageShell.
import { anchor, make } from "/dom.js";
import { logOut, onChange, refresh } from "/session.js";
import { avatar } from "/ui/avatar.js";
import { placeToasts, say } from "/ui/toast.js";

export { say };

const ACCOUNT = "/account.html";
const SVG = "http://www.w3.org/2000/svg";
const DISC = ["M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z", "M12 4a8 8 0 0 1 0 16z"]; // half lit
const PERSON = ["M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z", "M4.5 20c.8-3.8 3.8-6 7.5-6s6.7 2.2 7.5 6"];
const dark = matchMedia("(prefers-color-scheme: dark)");
const offline = make("p", "offline");
offline.setAttribute("role", "status");
const person = document.querySelector(".person");
const menu = document.getElementById("account-menu");
const menuTheme = document.getElementById("menu-theme");
const theme = make("button", "icon-button theme", icon(DISC)); // for strangers, who have no menu

function icon(shapes) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  picture.append(...shapes.map((shape) => {
    const node = document.createElementNS(SVG, "path");
    node.setAttribute("d", shape);
    return node;
  }));
  return picture;
}

/** Where somebody logs in and comes back from. */
export function logInAddress() {
  const here = location.pathname + location.search + location.hash;
  return location.pathname === ACCOUNT ? `${ACCOUNT}#login` : `${ACCOUNT}?return=${encodeURIComponent(here)}#login`;
}

/** For pages and calls that need a log-in: leads there and back. */
export function toLogIn() {
  location.assign(logInAddress());
}

/** The page that a log-in was asked for by; null unless it is one of ours. Always a whole address: a path may begin with two slashes. */
export function returnAddress(search = location.search) {
  const wish = new URLSearchParams(search).get("return");
  if (!wish?.startsWith("/")) return null;
  try {
    const url = new URL(wish, location.origin);
    return url.origin === location.origin && url.pathname !== ACCOUNT ? url.href : null;
  } catch {
    return null;
  }
}

function chosen() {
  return document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
}

/** A choice that is also the system's is no choice: from then on the system's holds. */
function switchTheme() {
  const next = chosen() === "dark" ? "light" : "dark";
  const system = dark.matches ? "dark" : "light";
  try {
    if (next === system) localStorage.removeItem("foyer.theme");
    else localStorage.setItem("foyer.theme", next);
  } catch {
    // Not remembered, but done.
  }
  wear(next === system ? null : next);
}

function wear(name) {
  if (name) document.documentElement.dataset.theme = name;
  else delete document.documentElement.dataset.theme;
  labelTheme();
}

function labelTheme() {
  const label = `Switch to ${chosen() === "dark" ? "light" : "dark"}`;
  theme.setAttribute("aria-label", label);
  theme.title = label;
  menuTheme.textContent = label;
}

async function leave({ currentTarget: asked }) {
  if (asked.getAttribute("aria-disabled") === "true") return;
  asked.setAttribute("aria-disabled", "true");
  try {
    await logOut();
    say("You are logged out.");
  } catch (cause) {
    say(cause.text ?? "That did not work.", "bad");
  } finally {
    asked.removeAttribute("aria-disabled");
    menu.hidePopover();
  }
}

function show(account, how) {
  if (how === "ended" && location.pathname !== ACCOUNT) say("Your log-in was ended.", "bad");
  if (account === null) delete document.documentElement.dataset.session;
  else document.documentElement.dataset.session = "in";
  document.querySelectorAll(".for-admins").forEach((it) => { it.hidden = account?.role !== "admin"; });
  if (account === null) showStranger();
  else showSelf(account);
}

function showStranger() {
  if (menu.matches(":popover-open")) menu.hidePopover();
  const enter = anchor(logInAddress(), icon(PERSON), "Log in");
  enter.className = "button small";
  // The page's own address may have changed since.
  enter.addEventListener("click", () => { enter.href = logInAddress(); });
  person.replaceChildren(enter, theme);
}

/** A change of the name keeps the button, and so the focus and the open menu. */
function showSelf(account) {
  let self = person.querySelector(".self");
  if (!self) {
    self = make("button", "rail-item self");
    self.type = "button";
    self.popoverTargetElement = menu;
    person.replaceChildren(self);
  }
  const name = make("span", "who-name", account.name);
  name.setAttribute("aria-hidden", "true");
  self.setAttribute("aria-label", `Your account: ${account.name}`);
  self.replaceChildren(avatar(account.id, account.name), name);
  document.getElementById("account-menu-head").replaceChildren(make("strong", "", make("bdi", "", account.name)), make("span", "", `@${account.handle}`));
}

function network() {
  offline.textContent = navigator.onLine ? "" : "You are offline. What you do here is not sent.";
}

function build() {
  const here = location.pathname.replace(/\/(index\.html)?$/, "") || "/";
  document.querySelectorAll(".rail-item").forEach((link) => {
    if (link.getAttribute("href") === here) link.setAttribute("aria-current", "page");
  });
  labelTheme();
  network();
  theme.type = "button";
  theme.addEventListener("click", switchTheme);
  menuTheme.addEventListener("click", switchTheme);
  document.getElementById("menu-leave").addEventListener("click", leave);
  menu.addEventListener("click", (event) => event.target.closest("a") && menu.hidePopover());
  placeToasts();
  document.body.append(offline);
}

build();
onChange(show);
refresh().then((account) => account ?? show(null), () => show(null));
dark.addEventListener("change", labelTheme);
addEventListener("online", network);
addEventListener("offline", network);
addEventListener("storage", (event) => event.key === "foyer.theme" && wear(event.newValue));
