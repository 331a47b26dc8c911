// Letting somebody in: the person is found by handle, with suggestions while it is typed.
import { ApiProblem } from "/api.js";
import { make } from "/dom.js";
import * as calls from "./chat-api.js";
import { FormDialog } from "./dialogs.js";

const PAUSE = 200;
const field = document.getElementById("invite-handle");
const found = document.getElementById("invite-found");
let typing = 0;
let asking = null;

async function suggest() {
  asking?.abort();
  const text = field.value.trim().replace(/^@/, "");
  if (text === "") return;
  asking = new AbortController();
  try {
    const people = await calls.search(text, asking.signal);
    found.replaceChildren(...people.map((it) => {
      const option = make("option", "", it.name);
      option.value = it.handle;
      return option;
    }));
  } catch {
    // Suggestions are a courtesy: what is typed counts.
  }
}

async function somebody(handle) {
  const folded = handle.toLowerCase();
  const person = (await calls.search(handle)).find((it) => it.handle.toLowerCase() === folded);
  if (!person) throw new ApiProblem(404, "", [{ field: "handle", reason: "Nobody has this handle." }]);
  return person;
}

/** `done` receives the invited accounts. */
export function invitations(done) {
  const dialog = new FormDialog("invite");
  field.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(suggest, PAUSE);
  });
  return (room) => dialog.open({ handle: "" }, async ({ handle }) => {
    const person = await somebody(handle.trim());
    await calls.invite(room.id, person.id);
    done(person);
  });
}
