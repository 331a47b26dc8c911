// The catalogue page: which feeds there are, and the one that is open (the address' fragment, #feed=…).
import { call } from "/api.js";
import { logInAddress } from "/layout.js";
import { onChange, refresh } from "/session.js";
import { clearChart, drawChart } from "./chart.js";
import { address, showFeeds, showGaps, showStream } from "./list.js";
import { hideQuarantine, showQuarantine } from "./quarantine.js";
import { closeTail, knowTail, openTail } from "./tail.js";

const EVERY = 4_000;
const at = (id) => document.getElementById(id);

let account = null;
let feeds = [];
let open = ""; // the subject that is shown
let timer = 0;
let reading = null;

function complain(text) {
  if (at("alert").textContent !== text) at("alert").textContent = text;
  at("alert").hidden = text === "";
}

function wait(text) {
  at("wait").textContent = text;
  at("wait").hidden = text === "";
}

function wish() {
  const found = /^#feed=(.+)$/.exec(location.hash);
  try {
    return found ? decodeURIComponent(found[1]) : "";
  } catch {
    return "";
  }
}

/** The feed that the address names; else the first. */
function chosen() {
  return feeds.find((feed) => feed.subject === wish()) ?? feeds[0];
}

function show({ items, stream }) {
  feeds = items;
  const feed = chosen();
  wait(items.length === 0 ? "There is no feed that you may read." : missed(feed));
  at("overview").hidden = items.length === 0;
  showFeeds(items, feed?.subject);
  showStream(stream);
  if (feed) showFeed(feed);
  else closeFeed();
}

/** The address may name a feed that is not there, or not for everybody. */
function missed(feed) {
  return wish() === "" || wish() === feed.subject ? "" : `There is no feed ${wish()} that you may read.`;
}

function showFeed(feed) {
  if (feed.subject === open) {
    knowTail(feed);
  } else {
    closeFeed();
    open = feed.subject;
    at("feed").hidden = false;
    at("feed-title").textContent = feed.subject;
    at("csv").href = `${address(feed.subject)}/messages?format=csv`;
    at("ndjson").href = `${address(feed.subject)}/messages?format=ndjson`;
    openTail(feed);
  }
  if (account?.role === "admin") showQuarantine(feed, again);
}

function closeFeed() {
  open = "";
  at("feed").hidden = true;
  closeTail();
  clearChart();
  hideQuarantine();
}

/** One round: the list, then what is open. A round that was overtaken changes nothing. */
async function round() {
  reading?.abort();
  reading = new AbortController();
  const { signal } = reading;
  try {
    const list = await call("GET", "/api/v2/feeds", undefined, { signal });
    if (signal.aborted) return;
    show(list);
    if (account?.role === "admin") showGaps(list.stream.gaps > 0 ? (await call("GET", "/api/v2/feeds/gaps?limit=10", undefined, { signal })).items : []);
    if (open !== "") drawChart((await call("GET", `${address(open)}/minutes?last=60`, undefined, { signal })).items);
    complain("");
  } catch (cause) {
    fail(cause);
  }
}

function fail(cause) {
  if (cause.name === "AbortError" || cause.status === 401) return;
  if (cause.name !== "ApiProblem") console.error(cause);
  if (cause.status === 404 && feeds.length === 0) wait("No feeds: nats.url is not set.");
  else complain(cause.text ?? "Something went wrong in this page.");
  if (feeds.length === 0 && cause.status !== 404) wait("");
}

/** At once, and then every few seconds, but not while nobody looks. */
function again() {
  clearTimeout(timer);
  if (account === null || document.visibilityState !== "visible") return;
  round().finally(() => {
    clearTimeout(timer);
    timer = setTimeout(again, EVERY);
  });
}

function enter(who) {
  account = who;
  at("signed-out").hidden = true;
  at("app").hidden = false;
  again();
}

function signedOut() {
  if (account) location.reload(); // nothing of who was here stays in the page
  at("app").hidden = true;
  at("signed-out").hidden = false;
  at("enter").href = logInAddress();
}

function person(who) {
  if (!who) signedOut();
  else if (who.id !== account?.id || who.role !== account.role) enter(who);
}

onChange(person);
// The frame may have asked before this page listened: then no change comes any more.
refresh().then(person, () => signedOut());
document.addEventListener("visibilitychange", again);
addEventListener("hashchange", () => {
  const feed = chosen();
  at("enter").href = logInAddress();
  if (!feed || feed.subject === open || !/^#feed=/.test(location.hash)) return;
  showFeeds(feeds, feed.subject);
  showFeed(feed);
  at("feed-title").focus();
  again();
});
