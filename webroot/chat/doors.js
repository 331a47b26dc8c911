// Making rooms, coming in and going out, and what the owner of a room may do with it.
import { say as tell } from "/frame.js";
import * as calls from "./calls.js";
import { confirmed, FormDialog } from "./dialogs.js";
import { invitations } from "./invite.js";

export class Doors {
  #asks;
  #create = new FormDialog("create");
  #topic = new FormDialog("topic");
  #invite = invitations((person) => tell(`${person.name} is invited.`));

  /** `asks` has opened(room), changed(room), reload(), people(): what the page does when it worked. */
  constructor(asks) {
    this.#asks = asks;
  }

  create() {
    this.#create.open({ name: "", topic: "", access: "public" }, async ({ name, topic, access }) => {
      this.#asks.opened(await calls.create(name.trim(), topic.trim(), access));
    });
  }

  join(room) {
    return this.#done(async () => this.#asks.changed(await calls.join(room.id)));
  }

  async leave(room) {
    const text = room.access === "invited" ? "To come back you must be invited again." : "You can come back at any time.";
    if (!await confirmed(`Leave ${room.name}?`, text, "Leave")) return;
    await this.#done(async () => {
      await calls.leave(room.id);
      location.hash = "rooms";
      await this.#asks.reload();
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
    if (!await confirmed(`Take ${name} out?`, `${name} hears nothing more of ${room.name}.`, "Take out")) return;
    await this.#done(async () => {
      await calls.remove(room.id, account);
      this.#asks.people();
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
