// Moments as people read them: relative where it is near, by day and clock else; always with the zone at hand.
import { html } from "/vendor/lit-html.js";

const DAY = 86_400_000;
const clockFormat = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });
const longDayFormat = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const wholeFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
const momentFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** The zone that all times of the pages are in. */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll("_", " ");

export const clock = (iso) => clockFormat.format(new Date(iso));

export const moment = (iso) => momentFormat.format(new Date(iso));

export const date = (iso) => dateFormat.format(new Date(iso));

export const today = () => longDayFormat.format(new Date());

/** "Today", "Tomorrow" or the day. */
export function day(iso) {
  const midnight = new Date().setHours(0, 0, 0, 0);
  const ahead = Math.round((new Date(iso).setHours(0, 0, 0, 0) - midnight) / DAY);
  return ahead === 0 ? "Today" : ahead === 1 ? "Tomorrow" : dayFormat.format(new Date(iso));
}

/** "in 12 minutes", "2 days ago"; within a minute "now". */
export function distance(iso) {
  const seconds = (Date.parse(iso) - Date.now()) / 1000;
  const size = Math.abs(seconds);
  if (size < 60) return "now";
  const [unit, length] = size < 3600 ? ["minute", 60] : size < 86_400 ? ["hour", 3600] : ["day", 86_400];
  return relative.format(Math.trunc(seconds / length), unit);
}

/** A moment, however it is worded; the whole of it is its title. */
export function time(iso, text = moment(iso)) {
  return html`<time datetime=${iso} title=${wholeFormat.format(new Date(iso))}>${text}</time>`;
}
