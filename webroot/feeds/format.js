// Numbers, sizes and moments as people read them.
import { make } from "/dom.js";

const plain = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const minute = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

export function count(number) {
  return plain.format(number);
}

/** "1 message", "2 messages". */
export function several(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** A rate of so many in a minute. */
export function perSecond(number) {
  return number === 0 ? "0 a second" : number < 6 ? "under 0.1 a second" : `${short.format(number / 60)} a second`;
}

/** The beginning of a text, where it is long. */
export function brief(text, most = 280) {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}

export function size(bytes) {
  const unit = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1000)));
  return `${short.format(bytes / 1000 ** unit)} ${UNITS[unit]}`;
}

export function atMinute(iso) {
  return minute.format(new Date(iso));
}

/** Today by the clock, else with the day. */
export function time(iso) {
  const date = new Date(iso);
  const today = date.toDateString() === new Date().toDateString();
  const node = make("time", "", (today ? clock : moment).format(date));
  node.dateTime = iso;
  node.title = moment.format(date);
  return node;
}
