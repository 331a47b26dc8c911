// Short messages at the bottom of the window. One that was just shown is shown on the next page too.
import { button, make } from "/dom.js";

const KEY = "foyer.toast";
const box = make("div", "messages");
box.setAttribute("role", "status");

function remember(toast) {
  try {
    if (toast) sessionStorage.setItem(KEY, JSON.stringify(toast));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Forbidden here: it ends with the page.
  }
}

function remembered() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    return kept?.until > Date.now() ? kept : null;
  } catch {
    return null;
  }
}

function show(toast) {
  const dismiss = () => {
    if (!line.isConnected) return; // a later one has its place
    line.remove();
    remember(null);
  };
  const line = make("p", `message ${toast.kind} arrives`, make("span", "", toast.text), button("close", "Dismiss", dismiss));
  box.replaceChildren(line);
  setTimeout(dismiss, toast.until - Date.now());
}

/** Shows a short message for some seconds, and has it read aloud. `kind` is "good" or "bad". */
export function say(text, kind = "good") {
  const toast = { text, kind, until: Date.now() + Math.max(6_000, text.length * 110) };
  remember(toast);
  show(toast);
}

/** Puts the place of messages into the page, with the one that the page before left. */
export function placeToasts() {
  document.body.append(box);
  const kept = remembered();
  if (kept) show(kept);
}
