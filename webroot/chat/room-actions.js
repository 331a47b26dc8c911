// Making rooms, coming in and going out, and what the owner of a room may do with it.
import { say as tell } from "/layout.js";
import * as calls from "./chat-api.js";
import { confirmed, FormDialog } from "./dialogs.js";
import { invitations } from "./invite.js";

export class RoomActions {
  #handlers;
  #create = new FormDialog("create");
  #topic = new FormDialog("topic");
  #invite = invitations((person) => tell(`${person.name} is invited.`));

  /** `handlers` has opened(room), changed(room), reload(), people(): what the page does when it worked. */
  constructor(handlers) {
    this.#handlers = handlers;
  }

  create() {
    this.#create.open({ name: "", topic: "", access: "public" }, async ({ name, topic, access }) => {
      this.#handlers.opened(await calls.create(name.trim(), topic.trim(), access));
    });
  }

  join(room) {
    return this.#done(async () => this.#handlers.changed(await calls.join(room.id)));
  }

  async leave(room) {
    const text = room.access === "invited" ? "To come back you must be invited again." : "You can come back at any time.";
    if (!await confirmed(`Leave ${room.name}?`, text, "Leave")) return;
    await this.#done(async () => {
      await calls.leave(room.id);
      location.hash = "rooms";
      await this.#handlers.reload();
    });
  }

  topic(room) {
    this.#topic.open({ topic: room.topic }, async ({ topic }) => {
      await calls.setTopic(room.id, topic.trim());
    });
  }

  invite(room) {
    this.#invite(room);
  }

  async archive(room) {
    if (!await confirmed(`Archive ${room.name}?`, "It stays readable, nothing new can be said in it, and it stays archived.", "Archive")) return;
    await this.#done(() => calls.archive(room.id));
  }

  async remove(room, account, name) {
    if (!await confirmed(`Remove ${name}?`, `${name} will no longer receive messages of ${room.name}.`, "Remove")) return;
    await this.#done(async () => {
      await calls.remove(room.id, account);
      this.#handlers.people();
    });
  }

  async #done(work) {
    try {
      await work();
    } catch (cause) {
      if (cause.status !== 401) tell(cause.text ?? "That did not work.", "bad");
    }
  }
}
