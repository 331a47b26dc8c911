// The next meetings: when, with whom, and the way in.
import { clock, day, distance, time } from "/ui/time.js";
import { html, repeat } from "/vendor/lit-html.js";

const SOON = 3_600_000;
const MOST = 8;

function state(meeting) {
  const ahead = Date.parse(meeting.beginAt) - Date.now();
  const text = distance(meeting.beginAt);
  if (ahead <= 0) return html`<span class="tag good live">under way</span>`;
  return html`<span class=${ahead < SOON ? "tag warm" : "tag"}>${text}</span>`;
}

function people(meeting) {
  const logins = meeting.members.map((it) => it.login);
  return logins.length > 0 ? logins.join(", ") : meeting.corrector ?? "The people are not known yet";
}

/** The next one is the primary action where it is near. */
function entry(meeting, index) {
  const near = index === 0 && Date.parse(meeting.beginAt) - Date.now() < SOON;
  return html`<li class="list-row meeting">
    <div class="when"><strong>${time(meeting.beginAt, clock(meeting.beginAt))}</strong><span>${day(meeting.beginAt)}</span></div>
    <div class="row-text">
      <h3 class="row-title">Evaluation ${state(meeting)}</h3>
      <p class="row-line">${people(meeting)}</p>
    </div>
    <a class=${near ? "button small" : "button quiet small"} href=${meeting.link} rel="noopener noreferrer" aria-label=${`Join the evaluation at ${clock(meeting.beginAt)}`}>Join</a>
  </li>`;
}

export function meetings({ items }) {
  const ahead = items.filter((it) => it.status !== "cancelled").slice(0, MOST);
  return ahead.length > 0
    ? html`<ul class="list">${repeat(ahead, (it) => it.meetingId, entry)}</ul>`
    : html`<div class="empty"><p>No meeting is booked.</p><a class="button quiet small" href="/docs#receiveWebhook">How bookings arrive</a></div>`;
}
