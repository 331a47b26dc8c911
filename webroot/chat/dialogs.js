// The dialogs of the chat: a new room, its topic, an invitation, and "are you sure?".
import { alarm, wire } from "/form.js";

const sure = document.getElementById("sure-dialog");

/** Opens a form in a dialog, filled with `values`; `send` gets what was written, and failing it stays open. */
export class FormDialog {
  #dialog;
  #form;
  #send = null;

  constructor(name) {
    this.#dialog = document.getElementById(`${name}-dialog`);
    this.#form = document.getElementById(`${name}-form`);
    wire(this.#form, async (values) => {
      await this.#send(values);
      this.#dialog.close();
    });
    this.#dialog.querySelector("[data-close]").addEventListener("click", () => this.#dialog.close());
  }

  open(values, send) {
    this.#send = send;
    this.#form.reset();
    Object.entries(values).forEach(([name, value]) => { this.#form.elements[name].value = value; });
    alarm(this.#form, "");
    this.#form.querySelectorAll("[aria-invalid]").forEach((it) => it.dispatchEvent(new Event("input", { bubbles: true })));
    this.#dialog.showModal();
  }
}

/** Resolves to whether the person is. */
export function confirmed(title, text, yes) {
  document.getElementById("sure-title").textContent = title;
  document.getElementById("sure-text").textContent = text;
  document.getElementById("sure-yes").textContent = yes;
  sure.returnValue = "no";
  sure.showModal();
  return new Promise((done) => sure.addEventListener("close", () => done(sure.returnValue === "yes"), { once: true }));
}
