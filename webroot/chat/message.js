// One row of the talk as nodes. Text enters the page as text; only http and https addresses become links.
import { anchor, button, make } from "/dom.js";
import { avatar, called, unseen } from "./ui.js";
import { parts } from "./linkify.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const thisYear = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long" });
const otherYear = new Intl.DateTimeFormat("en", { dateStyle: "long" });
const DONE = {
  join: " joined", leave: " left", removed: " was removed", topic: " set the topic: ", archived: " archived the room: no new messages", exit: " left",
};

export function dayName(time, now = Date.now()) {
  const day = new Date(time);
  if (day.toDateString() === new Date(now).toDateString()) return "Today";
  if (day.toDateString() === new Date(now - 86_400_000).toDateString()) return "Yesterday";
  return (day.getFullYear() === new Date(now).getFullYear() ? thisYear : otherYear).format(day);
}

function stamp(time) {
  if (!Number.isFinite(time)) return "";
  const node = make("time", "", clock.format(time));
  node.dateTime = new Date(time).toISOString();
  node.title = exact.format(time);
  return node;
}

function words(text) {
  const node = make("p", "words");
  node.dir = "auto"; // also keeps letters that turn the direction inside of it
  parts(text).forEach((part) => {
    if (part.href === undefined) {
      node.append(part.text);
      return;
    }
    const link = anchor(part.href, part.text);
    link.target = "_blank";
    link.rel = "noopener noreferrer ugc";
    node.append(link);
  });
  return node;
}

/** What became of one's own message, where it is not simply there. */
function fate(row, { again, edit, asText, discard }) {
  if (row.state === "failed") {
    return make("p", "fate failed", make("span", "", `Not sent. ${row.why}`),
      row.remedy === "text" ? button("link-button", "Send as text", () => asText(row.entry)) : "",
      row.remedy === "text" || row.remedy === "edit" ? button("link-button", "Edit", () => edit(row.entry))
        : button("link-button", "Try again", () => again(row.entry)),
      button("link-button", "Discard", () => discard(row.entry)));
  }
  const waits = row.state === "sent" ? "Sending …" : row.why ? `${row.why} It is sent again by itself.` : "Waits to be sent";
  return row.state === "" ? null : make("p", "fate", waits);
}

function message(row, name, doing) {
  const node = make("li", `message-row${row.follows ? " follows" : ""}${row.state ? ` ${row.state}` : ""}`);
  if (row.follows) {
    const time = stamp(row.time);
    if (time) time.className = "aside";
    node.append(make("div", "said", unseen(`${name || "…"}: `), words(row.text), fate(row, doing)), time);
  } else {
    node.append(avatar(row.author || row.name, name), make("div", "said",
      make("p", "who-line", make("strong", "", called(name)), stamp(row.time)), words(row.text), fate(row, doing)));
  }
  return node;
}

/** `name` is what to call the row's person; `doing` is {again(entry), edit(entry), asText(entry), discard(entry)}. */
export function draw(row, name, doing) {
  if (row.kind === "day") return make("li", "day-row", make("span", "", dayName(row.time)));
  if (row.kind === "new") return make("li", "new-row", make("span", "", "New"));
  if (row.kind === "message") return message(row, name, doing);
  const known = DONE[row.what];
  if (known === undefined) {
    const skipped = make("li", "line-row"); // a kind that this version does not know
    skipped.hidden = true;
    return skipped;
  }
  const topic = make("bdi", "", row.what === "topic" ? row.text || "none" : "");
  return make("li", "line-row", make("span", "", called(name), known, row.what === "topic" ? topic : ""), stamp(row.time));
}

/** Two rows of the same key and signature look the same. */
export function signature(row, name) {
  return [row.kind, row.follows, row.state, row.why, row.remedy, name, row.kind === "day" ? dayName(row.time) : row.time].join("\u0000");
}
