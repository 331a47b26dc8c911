// For administrators: what went wrong and waits for somebody.
import { has } from "/capabilities.js";
import { html } from "/vendor/lit-html.js";

const KINDS = [
  ["failedMessages", "Message not sent", "Messages not sent", "foyer outbox list --state failed", null],
  ["unknownMessages", "Message without an answer", "Messages without an answer", "foyer outbox list --state unknown", null],
  ["quarantinedDeliveries", "Booking that could not be read", "Bookings that could not be read", "the table quarantine", null],
  ["quarantinedFeedMessages", "Feed message that could not be read", "Feed messages that could not be read", null, "/feeds.html"],
];

function counted(answer, [key, one, many, where, page]) {
  const number = answer[key];
  const text = html`<span class="row-text"><span class="row-title">${number === 1 ? one : many}</span>${where ? html`<span class="row-line"><code>${where}</code></span>` : ""}</span>`;
  const tag = html`<span class="tag bad">${number}</span>`;
  return html`<li>${page && has("feeds") ? html`<a class="list-row" href=${page}>${text}${tag}</a>` : html`<div class="list-row">${text}${tag}</div>`}</li>`;
}

function failing({ check, detail }) {
  return html`<li><div class="list-row"><span class="row-text"><span class="row-title">${check}</span><span class="row-line">${detail}</span></span><span class="tag warm">degraded</span></div></li>`;
}

export function attention(answer) {
  const rows = [...answer.failing.map(failing), ...KINDS.filter(([key]) => answer[key] > 0).map((kind) => counted(answer, kind))];
  return rows.length > 0 ? html`<ul class="list">${rows}</ul>` : html`<div class="empty"><p>Nothing. All parts work.</p></div>`;
}
