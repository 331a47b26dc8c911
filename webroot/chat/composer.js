// Where somebody writes. Enter sends, Shift+Enter makes a new line; what was begun in a room waits there.

import { longestText } from "/capabilities.js";

const IDLE = 3_000;
const TALLEST = 180;

const form = document.getElementById("composer");
const field = document.getElementById("text");
const left = document.getElementById("text-left");
const label = document.getElementById("text-label");

export class Composer {
  #drafts = new Map();
  #kept = { write: () => {} };
  #room = null;
  #idle = 0;
  #say;
  #typing;

  /** `say(room, text)` sends the text; `typing(room, on)` reports whether the user is writing. */
  constructor(say, typing) {
    this.#say = say;
    this.#typing = typing;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    field.addEventListener("input", () => this.#written());
    field.addEventListener("keydown", (event) => {
      // While letters are being composed (isComposing), Enter belongs to the input method.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#send();
    });
  }

  /** Where what was begun survives a reload: {read(), write(entries)}. */
  use(kept) {
    this.#kept = kept;
    this.#drafts = new Map(kept.read());
  }

  /** Puts a text back, before what was begun meanwhile. */
  edit(text) {
    field.value = field.value ? `${text}\n${field.value}` : text;
    this.#written();
    this.focus();
  }

  open(room) {
    this.#keep();
    this.#room = room;
    label.textContent = `Message to ${room.name}`;
    field.placeholder = `Message to ${room.name}`;
    field.value = this.#drafts.get(room.id) ?? "";
    this.#fit();
  }

  close() {
    this.#keep();
    this.#room = null;
  }

  focus() {
    field.focus({ preventScroll: true });
  }

  #keep() {
    if (!this.#room) return;
    this.#stop();
    this.#remember();
  }

  #remember() {
    if (field.value) this.#drafts.set(this.#room.id, field.value);
    else this.#drafts.delete(this.#room.id);
    this.#kept.write([...this.#drafts]);
  }

  #send() {
    const text = field.value.trim();
    if (!this.#room || text === "" || [...text].length > longestText) {
      this.focus();
      return;
    }
    field.value = "";
    this.#stop();
    this.#fit();
    this.#remember();
    this.#say(this.#room, text);
    this.focus();
  }

  #written() {
    this.#fit();
    if (!this.#room) return;
    this.#remember();
    if (field.value.trim() === "") {
      this.#stop();
      return;
    }
    this.#typing(this.#room, true);
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#stop(), IDLE);
  }

  #stop() {
    clearTimeout(this.#idle);
    if (this.#room) this.#typing(this.#room, false);
  }

  /** As tall as what is written, to a point; and a word when it gets too long. */
  #fit() {
    field.style.height = "auto";
    field.style.height = `${Math.min(TALLEST, field.scrollHeight + 2)}px`;
    field.classList.toggle("full", field.scrollHeight > TALLEST);
    const room = longestText - [...field.value].length;
    left.textContent = room < 200 ? (room >= 0 ? `${room} letters left` : `${-room} letters too many`) : "";
    left.classList.toggle("bad", room < 0);
  }
}
