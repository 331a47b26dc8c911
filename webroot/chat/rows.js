// What the talk shows, as data: events and what is still under way become rows, each with a key that stays the
// same from the first echo to the committed event, so that nothing jumps when the acknowledgement comes.

const TOGETHER = 5 * 60_000;

const day = (time) => new Date(time).toDateString();

function message(event, before) {
  const time = Date.parse(event.at);
  const follows = before && before.kind === "message" && before.author === event.account
    && before.name === event.name && time - before.time < TOGETHER;
  return {
    key: event.clientId ? `c${event.account}/${event.clientId}` : `s${event.seq}`,
    kind: "message", seq: event.seq, author: event.account, name: event.name, text: event.body, time, follows: Boolean(follows), state: "",
  };
}

function line(event) {
  return { key: `s${event.seq}`, kind: "line", what: event.kind, state: "", seq: event.seq, author: event.account, name: event.name, text: event.body, time: Date.parse(event.at) };
}

function pending(entry, before, self) {
  const follows = before && before.kind === "message" && before.author === self && entry.at - before.time < TOGETHER;
  return {
    key: `c${self}/${entry.name}`, kind: "message", seq: 0, author: self, name: "", text: entry.text, time: entry.at,
    follows: Boolean(follows), state: entry.state === "acked" ? "" : entry.state, why: entry.why, remedy: entry.remedy, entry: entry.name,
  };
}

/**
 * Rows of `events` followed by `entries`. `previous` is the event before the first one shown, if there is one;
 * `readUpTo` is where the line "new" goes, 0 for nowhere.
 */
export function rowsOf(events, entries, { previous = null, readUpTo = 0, self = "" } = {}) {
  const rows = [];
  let before = previous ? (previous.kind === "message" ? message(previous, null) : line(previous)) : null;
  let today = before ? day(before.time) : "";
  const put = (row, unread = false) => {
    const follows = day(row.time) === today && !unread;
    if (day(row.time) !== today) rows.push({ key: `d${day(row.time)}`, kind: "day", time: row.time });
    if (unread) rows.push({ key: "new", kind: "new", time: row.time });
    today = day(row.time);
    row.follows = row.follows && follows;
    rows.push(row);
    before = row;
  };
  const unread = (event) => readUpTo > 0 && event.seq > readUpTo && event.account !== self && (before === null || before.seq <= readUpTo);
  for (const event of events) {
    const row = event.kind === "message" ? message(event, before) : line(event);
    put(row, unread(event));
  }
  entries.forEach((entry) => put(pending(entry, before, self)));
  return rows;
}
