// The rooms with something unread.
import { html, repeat } from "/vendor/lit-html.js";

const MOST = 8;

function entry(room) {
  return html`<li><a class="list-row" href=${`/chat.html#room=${room.id}`}>
    <span class="sign" aria-hidden="true">#</span>
    <span class="row-text"><bdi class="row-title">${room.name}</bdi></span>
    <span class="count" aria-hidden="true">${room.unread > 99 ? "99+" : room.unread}</span><span class="unseen">, ${room.unread} unread</span>
  </a></li>`;
}

export function rooms({ items }) {
  const unread = items.filter((it) => it.unread > 0 && !it.archivedAt).sort((a, b) => b.unread - a.unread).slice(0, MOST);
  if (unread.length > 0) return html`<ul class="list">${repeat(unread, (it) => it.id, entry)}</ul>`;
  return html`<div class="empty"><p>${items.length > 0 ? "You have read everything." : "You are in no room yet."}</p>
    ${items.length > 0 ? "" : html`<a class="button quiet small" href="/chat.html">Find a room</a>`}</div>`;
}
