// The list of rooms: one's own with what is unread, and the others. One tab stop; arrows go up and down.
import { anchor, button, make } from "/dom.js";
import { count, unseen } from "./ui.js";

const nav = document.getElementById("lists");
const mine = document.getElementById("mine");
const others = document.getElementById("others");
const find = document.getElementById("find");

export class RoomList {
  #rooms;
  #open = "";
  #more;
  #drawn = "";

  /** `more` reads the next page of other rooms. */
  constructor(rooms, more) {
    this.#rooms = rooms;
    this.#more = more;
    nav.addEventListener("keydown", (event) => this.#key(event));
    nav.addEventListener("focusin", (event) => this.#rove(event.target));
    find.addEventListener("input", () => this.update());
    find.addEventListener("keydown", (event) => this.#findKey(event));
  }

  /** Which room is open; "" for none. */
  mark(id) {
    this.#open = id;
    this.update();
  }

  update() {
    const wish = find.value.trim().toLocaleLowerCase();
    const fits = (room) => room.name.toLocaleLowerCase().includes(wish);
    const own = this.#rooms.mine().filter(fits);
    const rest = this.#rooms.others().filter(fits);
    const looks = JSON.stringify([this.#open, wish, own.map((it) => [it.id, it.name, it.unread, it.archived, it.access]),
      rest.map((it) => [it.id, it.name, it.topic, it.members, it.invited, it.access])]);
    if (looks === this.#drawn) return;
    this.#drawn = looks;
    const focused = nav.contains(document.activeElement) ? document.activeElement.dataset.room : undefined;
    mine.replaceChildren(...own.map((it) => this.#own(it)));
    others.replaceChildren(...rest.map((it) => this.#other(it)));
    this.#empty(own, rest, wish);
    this.#rove(this.#links().find((it) => it.dataset.room === (focused ?? this.#open)));
    if (focused) this.#links().find((it) => it.dataset.room === focused)?.focus();
  }

  #empty(own, rest, wish) {
    const none = document.getElementById("mine-none");
    none.hidden = own.length > 0;
    none.textContent = wish ? "None of yours." : "You are in no room yet.";
    document.getElementById("others-none").hidden = rest.length > 0;
    document.getElementById("others-none").textContent = wish ? "No other." : "No other room is open to you.";
  }

  more(next) {
    document.getElementById("others-more").replaceChildren(...(next ? [button("link-button", "Show more rooms", () => this.#more(next))] : []));
  }

  #link(room, ...content) {
    const link = anchor(`#room=${room.id}`, make("span", room.access === "invited" ? "sign closed" : "sign"), make("bdi", "room-name", room.name), ...content);
    link.firstElementChild.setAttribute("aria-hidden", "true");
    link.dataset.room = room.id;
    link.tabIndex = -1;
    if (room.id === this.#open) link.setAttribute("aria-current", "page");
    return link;
  }

  #own(room) {
    const number = make("span", "count", count(room.unread));
    number.setAttribute("aria-hidden", "true");
    const link = this.#link(room, ...(room.unread > 0 ? [number, unseen(`, ${room.unread} unread`)] : []),
      room.archived ? make("span", "tag", "archived") : "");
    if (room.unread > 0) link.classList.add("unread");
    return make("li", "", link);
  }

  #other(room) {
    const invited = room.invited ? make("span", "tag warm", "invited") : null;
    return make("li", "", this.#link(room, invited ?? make("span", "crowd", room.members === 1 ? "1 person" : `${room.members} people`)));
  }

  #links() {
    return [...nav.querySelectorAll("a")];
  }

  /** The one of them that Tab leads to. */
  #rove(target) {
    const links = this.#links();
    const one = links.includes(target) ? target : links.find((it) => it.tabIndex === 0) ?? links[0];
    links.forEach((it) => { it.tabIndex = it === one ? 0 : -1; });
  }

  #key(event) {
    const links = this.#links();
    const here = links.indexOf(document.activeElement);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: links.length - 1 }[event.key];
    if (to === undefined || here < 0) return;
    event.preventDefault();
    if (to < 0) find.focus();
    else links[Math.min(to, links.length - 1)].focus();
  }

  #findKey(event) {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      this.#links()[0]?.focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#links()[0]?.click();
    } else if (event.key === "Escape" && find.value !== "") {
      event.stopPropagation();
      find.value = "";
      this.update();
    }
  }

  /** The room after the open one, or before it. */
  beside(step) {
    const own = this.#rooms.mine();
    const here = own.findIndex((it) => it.id === this.#open);
    return own.length === 0 ? null : own[(here + step + own.length) % own.length];
  }
}
