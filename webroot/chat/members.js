// The members of the open room and their presence.
import { button } from "/dom.js";
import { draw } from "/ui/draw.js";
import { html, nothing, render, repeat } from "/vendor/lit-html.js";
import { avatar, called } from "./ui.js";
import * as calls from "./chat-api.js";

const list = document.getElementById("people");
const more = document.getElementById("people-more");
const title = document.getElementById("people-title");
const WORD = { online: "online", away: "away" };
const RANK = { online: 0, away: 1 };

export class Members {
  #handlers;
  #room = null;
  #members = [];
  #reading = null;

  /** `handlers` has names (a Names), self(), mayRemove(room), remove(room, account, name). */
  constructor(handlers) {
    this.#handlers = handlers;
  }

  /** Reads who is in; drawn by `update` from then on. */
  async open(room) {
    this.close();
    this.#room = room;
    this.update();
    await this.#read();
  }

  close() {
    this.#reading?.abort();
    this.#room = null;
    this.#members = [];
    render(nothing, list);
    more.replaceChildren();
  }

  /** Somebody came or went. */
  again() {
    if (this.#room) this.#read();
  }

  async #read(cursor) {
    this.#reading?.abort();
    this.#reading = new AbortController();
    const { signal } = this.#reading;
    const room = this.#room;
    try {
      const page = await calls.members(room.id, { cursor, signal });
      if (signal.aborted || this.#room !== room) return;
      page.items.forEach((it) => this.#handlers.names.learn({ id: it.account, name: it.name, handle: it.handle }));
      this.#members = [...(cursor ? this.#members : []), ...page.items.map((it) => it.account)];
      more.replaceChildren(...(page.next ? [button("link-button", "Show more people", () => this.#read(page.next))] : []));
      this.update();
    } catch (cause) {
      if (cause.name !== "AbortError") more.replaceChildren(cause.text ?? "");
    }
  }

  update() {
    if (!this.#room) return;
    title.textContent = this.#room.members > 0 ? `People · ${this.#room.members}` : "People";
    const order = new Intl.Collator();
    const rows = this.#members.map((account) => ({ account, ...this.#handlers.names.of(account), state: this.#state(account) }))
      .sort((a, b) => (RANK[a.state] ?? 2) - (RANK[b.state] ?? 2) || order.compare(a.name, b.name));
    draw(repeat(rows, (it) => it.account, (it) => this.#entry(it)), list);
  }

  #state(account) {
    return this.#room.presence?.get(account) ?? (account === this.#handlers.self() && this.#room.presence ? "online" : "offline");
  }

  #entry({ account, name, handle, state }) {
    const self = account === this.#handlers.self();
    const remove = () => this.#handlers.remove(this.#room, account, name);
    return html`<li class=${state === "offline" ? "gone" : ""}>
      <span class="face">${avatar(account, name)}<span class=${`presence ${state}`}></span></span>
      <span class="person-text"><span class="person-name">${called(name)}${self ? html`<span class="faint"> (you)</span>` : nothing}</span>
        ${handle ? html`<span class="person-handle"><bdi>@${handle}</bdi></span>` : nothing}</span>
      <span class="unseen">${this.#room.presence ? `, ${WORD[state] ?? "offline"}` : ""}</span>
      ${!self && this.#handlers.mayRemove(this.#room) ? html`<button class="take-out" type="button" title="Remove from the room" aria-label=${`Take ${name} out of the room`} @click=${remove}></button>` : nothing}
    </li>`;
  }
}
