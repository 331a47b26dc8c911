// For administrators: what could not be read, its bytes, and reading it again.
import { call } from "/api.js";
import { button, make } from "/dom.js";
import { once } from "/form.js";
import { say } from "/layout.js";
import { address } from "./list.js";
import { count, several, time } from "./format.js";

const SHOWN = 512;
const WIDTH = 16;
const FEW = 64; // bytes that are shown without being asked for
const at = (id) => document.getElementById(id);
const list = at("quarantine-list");
const alert = at("quarantine-alert");

let subject = "";
let waiting = -1; // how many there were when they were read
let reading = null;
let changed = () => {};

function complain(cause) {
  alert.textContent = cause ? cause.text ?? "That did not work." : "";
  alert.hidden = !cause;
}

/** Lines of sixteen bytes: where, in hex, and as text. */
function dump(bytes) {
  const lines = [];
  for (let begin = 0; begin < Math.min(bytes.length, SHOWN); begin += WIDTH) {
    const line = [...bytes.subarray(begin, Math.min(begin + WIDTH, SHOWN))];
    const hex = line.map((it) => it.toString(16).padStart(2, "0")).join(" ").padEnd(3 * WIDTH - 1);
    const text = line.map((it) => (it >= 32 && it < 127 ? String.fromCharCode(it) : ".")).join("");
    lines.push(`${begin.toString(16).padStart(4, "0")}  ${hex}  ${text}`);
  }
  const more = bytes.length - SHOWN;
  return lines.join("\n") + (more > 0 ? `\n… and ${several(more, "byte")} more` : "");
}

function entry(item) {
  const bytes = Uint8Array.from(atob(item.payload), (it) => it.charCodeAt(0));
  const code = make("pre", "dump", dump(bytes));
  code.tabIndex = 0;
  code.setAttribute("aria-label", `Bytes of message ${item.seq}`);
  const again = button("button quiet small", "Replay", () => once(again, () => replay([{ incarnation: item.incarnation, seq: item.seq }]), complain));
  again.setAttribute("aria-label", `Replay message ${item.seq}`);
  const dumped = make("details", "bytes", make("summary", "", "Bytes"), code);
  dumped.open = bytes.length <= FEW;
  const node = make("li", "entry",
    make("div", "section-head", make("h4", "", item.reason), again),
    make("p", "row-line", `Message ${count(item.seq)} of the stream, `, time(item.at), `, ${several(bytes.length, "byte")}`), bytes.length > 0 ? dumped : null);
  node.dataset.spot = spot(item);
  return node;
}

function spot({ incarnation, seq }) {
  return `${incarnation}-${seq}`;
}

/** A refresh leaves alone what is there: somebody may be reading it, or about to press its button. */
function refreshed(items, more) {
  const before = [...list.children].map((node) => node.dataset.spot);
  const now = items.map(spot);
  if (more && at("quarantine-more").hasChildNodes() && now.every((it, index) => it === before[index])) return false;
  const same = before.every((it, index) => it === now[index]);
  if (same) list.append(...items.slice(before.length).map(entry));
  else list.replaceChildren(...items.map(entry));
  return true;
}

/** Some of them, or all, in as many calls as it takes. */
async function replay(items) {
  const asked = subject;
  const sum = { replayed: 0, still: 0 };
  let next;
  do {
    const done = await call("POST", `${address(asked)}/quarantine/replay`, items ? { items } : next ? { after: next } : {});
    sum.replayed += done.replayed;
    sum.still += done.still;
    next = done.more ? done.next : undefined;
  } while (next);
  tell(sum);
  if (asked !== subject) return;
  await read();
  at("quarantine-title").focus();
  changed();
}

function tell({ replayed, still }) {
  const good = replayed > 0 ? `${several(replayed, "message")} replayed.` : "Nothing was replayed.";
  say(still > 0 ? `${good} ${still === 1 ? "One still cannot be read." : `${count(still)} still cannot be read.`}` : good, replayed > 0 ? "good" : "bad");
}

async function read(after) {
  reading?.abort();
  reading = new AbortController();
  const { signal } = reading;
  const query = after ? `?limit=20&after=${after}` : "?limit=20";
  const page = await call("GET", `${address(subject)}/quarantine${query}`, undefined, { signal });
  if (signal.aborted) return;
  if (after) append(page.items.map(entry));
  else if (!refreshed(page.items, page.next !== undefined)) return;
  const some = list.children.length > 0;
  at("quarantine-empty").hidden = some;
  at("replay-all").hidden = !some;
  at("quarantine-more").replaceChildren(...(page.next && page.items.length > 0 ? [button("button quiet small", "Show more", ({ currentTarget }) => once(currentTarget, () => read(page.next), complain))] : []));
}

function append(entries) {
  list.append(...entries);
  entries[0]?.querySelector("button").focus();
}

function readAll() {
  read().then(() => complain(null), (cause) => cause.name !== "AbortError" && cause.status !== 401 && complain(cause));
}

/** Shows that of a feed; read anew when another number of messages waits. `onChange` is called after a replay. */
export function showQuarantine(feed, onChange) {
  changed = onChange;
  if (feed.subject === subject && feed.quarantined === waiting) return;
  subject = feed.subject;
  waiting = feed.quarantined;
  at("quarantine").hidden = false;
  readAll();
}

export function hideQuarantine() {
  reading?.abort();
  subject = "";
  waiting = -1;
  list.replaceChildren();
  at("quarantine-more").replaceChildren();
  at("quarantine").hidden = true;
  complain(null);
}

at("quarantine-title").tabIndex = -1;
at("replay-all").addEventListener("click", ({ currentTarget }) => once(currentTarget, () => replay(null), complain));
