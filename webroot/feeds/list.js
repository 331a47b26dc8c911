// The list of feeds and how their stream stands. Nodes stay and only what they say changes, so that nobody
// loses the focus by a refresh.
import { anchor, make } from "/dom.js";
import { count, perSecond, several, size, time } from "./format.js";

const list = document.getElementById("feeds");
const gaps = document.getElementById("gap-list");
const entries = new Map(); // by subject: {node, link, facts}

function numbers(feed) {
  return feed.lastNumber < feed.firstNumber ? "none" : `${count(feed.firstNumber)} to ${count(feed.lastNumber)}`;
}

function alarming(number) {
  return make("span", number > 0 ? "tag bad" : "", count(number));
}

/** Replaces what a list of terms says. */
function say(terms, facts) {
  terms.replaceChildren(...facts.map(([term, ...said]) => make("div", "", make("dt", "", term), make("dd", "", ...said))));
}

function entry(feed) {
  const link = anchor(`#feed=${encodeURIComponent(feed.subject)}`, feed.subject);
  const facts = make("dl", "facts");
  const node = make("li", "card feed-entry", make("h3", "", link), facts);
  return { node, link, facts };
}

export function address(subject) {
  return `/api/v2/feeds/${encodeURIComponent(subject)}`;
}

/** Shows all feeds; `chosen` is the subject that is open. */
export function showFeeds(feeds, chosen) {
  const known = new Set(feeds.map((feed) => feed.subject));
  [...entries.keys()].filter((subject) => !known.has(subject)).forEach((subject) => {
    entries.get(subject).node.remove();
    entries.delete(subject);
  });
  feeds.forEach((feed) => {
    if (!entries.has(feed.subject)) {
      entries.set(feed.subject, entry(feed));
      list.append(entries.get(feed.subject).node);
    }
    const { link, facts } = entries.get(feed.subject);
    if (feed.subject === chosen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    say(facts, [
      ["Numbers", numbers(feed)],
      ["Last minute", several(feed.perMinute, "message")],
      ["Rate", perSecond(feed.perMinute)],
      ["Newest", feed.lastAt ? time(feed.lastAt) : "none yet"],
      ["Size", size(feed.bytes)],
      ["Quarantine", alarming(feed.quarantined)],
    ]);
  });
}

/** The lag comes from the node that writes the stream; without one it is not known. */
function waiting({ written, lag }) {
  return written && lag !== undefined ? several(lag, "message") : "not known";
}

export function showStream(stream) {
  document.getElementById("stream-title").textContent = `Stream ${stream.name}`;
  say(document.getElementById("stream"), [
    ["State", make("span", stream.written ? "tag good" : "tag bad", stream.written ? "recording" : "no writer")],
    ["Not stored yet", waiting(stream)],
    ["Checked at", stream.seenAt ? time(stream.seenAt) : "never"],
    ["Size", size(stream.bytes)],
    ["Recreated", stream.incarnations > 1 ? several(stream.incarnations - 1, "time") : "never"],
    ["Gaps", make("span", stream.gaps > 0 ? "tag bad" : "", stream.gaps > 0 ? `${several(stream.gaps, "gap")}: ${several(stream.lost, "message")}` : "none")],
  ]);
}

export function showGaps(items) {
  document.getElementById("gaps").hidden = items.length === 0;
  gaps.replaceChildren(...items.map((gap) => make("li", "",
    gap.first === gap.last ? count(gap.first) : `${count(gap.first)} to ${count(gap.last)}`,
    ` of stream ${gap.stream}, found `, time(gap.foundAt))));
}
