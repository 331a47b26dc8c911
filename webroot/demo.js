// Shows the events of GET /demo/events: Server-Sent Events whose data is one JSON object each,
//   {at, kind: "booking"|"reminder"|"mail", id?, title, who: [login], startsAt, link, text}
// at and startsAt are ISO 8601. An event id (or `id`) that was seen before replaces its card, so a
// server may tell everything again after a reconnect. Text enters the page as text, never as markup.
import { make } from "/dom.js";
import { drawExample } from "/example.js";

const KEEP = 100;
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const moment = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });
const columns = { booking: "bookings", reminder: "reminders", mail: "mails" };

function time(format, iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return make("span", "", "");
  const node = make("time", "", format.format(date));
  node.dateTime = iso;
  return node;
}

/** Only web addresses become links. */
function link(address, text) {
  try {
    const url = new URL(address, location.href);
    if (url.protocol !== "http:" && url.protocol !== "https:") return null;
    const node = make("a", "", text);
    node.href = url.href;
    node.rel = "noopener noreferrer";
    return node;
  } catch {
    return null;
  }
}

function card(event) {
  const item = make("li", `card arrives ${event.kind}`);
  const line = make("div", "line");
  line.append(make("h3", "", event.title), time(clock, event.at));
  item.append(line);
  if (event.text) item.append(make("p", "", event.text));
  if (event.startsAt) {
    const starts = make("p", "starts", "starts ");
    starts.append(time(moment, event.startsAt));
    item.append(starts);
  }
  const people = Array.isArray(event.who) ? event.who : [];
  if (people.length > 0) {
    const who = make("ul", "who");
    people.forEach((login) => who.append(make("li", "", String(login))));
    item.append(who);
  }
  const room = event.link ? link(event.link, event.kind === "mail" ? "Open the link" : "Open the room") : null;
  if (room) item.append(room);
  return item;
}

function show(event, key) {
  const name = columns[event.kind];
  if (!name) return;
  const list = document.getElementById(name);
  const item = card(event);
  if (key) {
    item.dataset.key = key;
    const before = [...list.children].find((known) => known.dataset.key === key);
    if (before) {
      item.classList.remove("arrives");
      before.replaceWith(item);
      return;
    }
  }
  list.prepend(item);
  const count = document.getElementById(`${event.kind}-count`);
  count.textContent = String(Number(count.textContent) + 1);
  document.getElementById(`${name}-empty`).hidden = true;
  while (list.children.length > KEEP) list.lastElementChild.remove();
}

function state(text, kind) {
  const node = document.getElementById("state");
  node.textContent = text;
  node.className = `tag ${kind}`;
}

function listen() {
  const source = new EventSource("/demo/events");
  source.onopen = () => state("live", "good live");
  source.onerror = () => {
    // The browser tries again by itself, unless there is nothing to try.
    if (source.readyState === EventSource.CLOSED) {
      state("ended", "bad");
    } else {
      state("reconnecting …", "warm");
    }
  };
  source.onmessage = (message) => {
    try {
      const event = JSON.parse(message.data);
      show(event, event.id || message.lastEventId);
    } catch {
      console.warn("an event was not JSON");
    }
  };
}

drawExample();
listen();
