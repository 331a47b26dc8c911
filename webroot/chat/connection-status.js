// Shows the state of the connection: always in the corner, and above the messages while it is lost.

const box = document.getElementById("line");
const text = document.getElementById("line-text");
const strip = document.getElementById("strip");
const again = document.getElementById("line-now");
const GRACE = 1_500; // a short hiccup is not worth a strip
let counting = 0;
let late = 0;

const SAID = {
  connecting: "Connecting …",
  connected: "Connected",
  offline: "Offline",
  outdated: "This page is too old",
};
const LONG = {
  connecting: "Connecting … What you write is kept and sent then.",
  waiting: "The connection is lost. What you write is kept and sent when it is back.",
  offline: "You are offline. What you write is kept and sent when you are back.",
  outdated: "This page is too old for the server. Load it again; what you wrote is kept.",
};

function countdown(until) {
  const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
  text.setAttribute("aria-live", "off"); // each second would be read aloud
  text.textContent = seconds > 1 ? `Reconnecting in ${seconds} s` : "Reconnecting …";
}

/** `state` is {name, until}, as connection.js tells it. */
export function line(state) {
  clearInterval(counting);
  box.dataset.state = state.name;
  again.hidden = state.name !== "waiting";
  text.removeAttribute("aria-live");
  if (state.name === "waiting") {
    countdown(state.until);
    counting = setInterval(() => countdown(state.until), 500);
  } else {
    text.textContent = SAID[state.name];
  }
  stripe(state.name);
}

function stripe(name) {
  if (name === "connected") {
    clearTimeout(late);
    late = 0;
    strip.hidden = true;
    return;
  }
  if (!strip.hidden && name === "connecting") return; // says the same
  const show = () => {
    strip.textContent = LONG[name] ?? "";
    strip.hidden = false;
    strip.dataset.state = name;
  };
  clearTimeout(late);
  if (!strip.hidden || name === "offline" || name === "outdated") show();
  else late = setTimeout(show, GRACE);
}

export function onAgain(listener) {
  again.addEventListener("click", listener);
}
