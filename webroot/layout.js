// The frame of every page: navigation, who is logged in, light and dark, messages. A page needs
//   <script src="/theme.js"></script> <script type="module" src="/layout.js"></script> <link … "/foyer.css">
// in its head, and in its body <header class="frame"></header> and an element with the id "main".
import { anchor, button, make } from "/dom.js";
import { logOut, onChange, refresh } from "/session.js";

const PAGES = [["/chat.html", "Chat"], ["/feeds.html", "Feeds"], ["/docs", "API"], ["/demo.html", "Demo"]];
const ACCOUNT = "/account.html";
const dark = matchMedia("(prefers-color-scheme: dark)");

const messages = make("div", "messages");
messages.setAttribute("role", "status");
const offline = make("p", "offline");
offline.setAttribute("role", "status");
const theme = button("icon-button", "", switchTheme);
const person = make("div", "person");
const menu = button("menu-button", "Menu", () => open(menu.getAttribute("aria-expanded") !== "true"));
const links = make("ul", "links");
const leaving = make("li", "leave", button("link", "Log out", leave)); // for phones, where the header has no room

/** Shows a short message for some seconds, and has it read aloud. `kind` is "good" or "bad". */
export function say(text, kind = "good") {
  const line = make("p", `message ${kind} arrives`, make("span", "", text),
    button("close", "Dismiss", () => line.remove()));
  messages.replaceChildren(line);
  setTimeout(() => line.remove(), Math.max(6_000, text.length * 110));
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
  const next = chosen() === "dark" ? "light" : "dark";
  theme.setAttribute("aria-label", `Switch to ${next}`);
  theme.title = `Switch to ${next}`;
}

function link([address, name]) {
  const node = anchor(address, name);
  const here = location.pathname.replace(/\/(index\.html)?$/, "") || "/";
  if (here === address) node.setAttribute("aria-current", "page");
  return make("li", "", node);
}

function open(wide) {
  menu.setAttribute("aria-expanded", String(wide));
  links.classList.toggle("open", wide);
}

/** The first letter people see, also where it takes two code units. */
function initial(name) {
  return ([...new Intl.Segmenter().segment(name.trim())][0]?.segment ?? "?").toUpperCase();
}

async function leave({ currentTarget: asked }) {
  if (asked.getAttribute("aria-disabled") === "true") return;
  asked.setAttribute("aria-disabled", "true");
  try {
    await logOut();
    say("You are logged out.");
  } catch (cause) {
    asked.removeAttribute("aria-disabled");
    say(cause.text ?? "That did not work.", "bad");
  }
}

function show(account, how) {
  if (how === "ended" && location.pathname !== ACCOUNT) say("Your log-in was ended.", "bad");
  leaving.hidden = account === null;
  if (account === null) {
    const enter = anchor(logInAddress(), "Log in");
    enter.className = "button small";
    // The page's own address may have changed since.
    enter.addEventListener("click", () => { enter.href = logInAddress(); });
    person.replaceChildren(enter);
    return;
  }
  const badge = make("span", "badge", initial(account.name));
  badge.setAttribute("aria-hidden", "true");
  const name = make("span", "who-name", account.name);
  name.setAttribute("aria-hidden", "true"); // said before; on a phone it is not shown
  const self = anchor(`${ACCOUNT}#me`, make("span", "unseen", `Your account: ${account.name}`), badge, name);
  self.className = "self";
  person.replaceChildren(self, button("button quiet small", "Log out", leave));
}

function network() {
  offline.textContent = navigator.onLine ? "" : "You are offline. What you do here is not sent.";
}

function build() {
  const home = anchor("/", make("img", ""), "Foyer");
  home.className = "name";
  home.firstElementChild.src = "/icon.svg";
  home.firstElementChild.alt = "";
  if (location.pathname === "/") home.setAttribute("aria-current", "page");
  const nav = make("nav", "", menu, links);
  nav.setAttribute("aria-label", "Main");
  links.id = "frame-links";
  links.append(...PAGES.map(link), leaving);
  menu.setAttribute("aria-controls", links.id);
  open(false);
  labelTheme();
  network();
  document.querySelector("header.frame").replaceChildren(home, nav, theme, person);
  document.body.append(messages, offline);
  if (!document.querySelector(".skip")) {
    const skip = anchor("#main", "Skip to the content");
    skip.className = "skip";
    document.body.prepend(skip);
  }
}

build();
onChange(show);
refresh().then((account) => account ?? show(null), () => show(null));
dark.addEventListener("change", labelTheme);
addEventListener("online", network);
addEventListener("offline", network);
addEventListener("storage", (event) => event.key === "foyer.theme" && wear(event.newValue));
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.getAttribute("aria-expanded") === "true") {
    open(false);
    menu.focus();
  }
});
addEventListener("click", (event) => menu.parentElement.contains(event.target) || open(false));
