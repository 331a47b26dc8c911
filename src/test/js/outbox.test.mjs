import assert from "node:assert/strict";
import { test } from "node:test";
import { freshName, Outbox } from "../../../webroot/chat/outbox.js";

const names = (list) => list.map((it) => it.text);

test("one message of a room is under way at a time, in the order of writing", () => {
  const box = new Outbox();
  const one = box.add("a", "one", 0);
  box.add("a", "two", 0);
  box.add("b", "other room", 0);

  assert.deepEqual(names(box.due(0)), ["one", "other room"]);
  box.sent(one.name, 0);
  assert.deepEqual(names(box.due(0)), ["other room"]);
  box.acked(one.name, 5);
  assert.deepEqual(names(box.due(0)), ["two", "other room"]);
});

test("what is not answered is sent again under the same name", () => {
  const box = new Outbox();
  const one = box.add("a", "one", 0);
  box.sent(one.name, 0);

  assert.deepEqual(box.due(9_999), []);
  assert.deepEqual(box.due(10_000).map((it) => it.name), [one.name]);
  assert.equal(box.nextAt(), 10_000);
});

test("after a lost connection what was under way is due, and what was acknowledged is not", () => {
  const box = new Outbox();
  const [one, two] = [box.add("a", "one", 0), box.add("b", "two", 0)];
  box.sent(one.name, 0);
  box.sent(two.name, 0);
  box.acked(two.name, 9);
  box.lost();

  assert.deepEqual(names(box.due(0)), ["one"]);
});

test("an acknowledged message stays until its event is there", () => {
  const box = new Outbox();
  const one = box.add("a", "one", 0);
  box.acked(one.name, 3);

  assert.equal(box.of("a").length, 1);
  assert.equal(box.remove(one.name), true);
  assert.equal(box.remove(one.name), false);
  assert.equal(box.size, 0);
});

test("what was refused for now waits and holds back what was written after it", () => {
  const box = new Outbox();
  const one = box.add("a", "one", 0);
  box.add("a", "two", 0);
  box.sent(one.name, 0);
  box.refused(one.name, "That was too fast.", 2_000, 0);

  assert.deepEqual(names(box.due(1_999)), []);
  assert.deepEqual(names(box.due(2_000)), ["one"]);
});

test("what was refused for good lets the others pass, and is sent again when the person wants", () => {
  const box = new Outbox();
  const one = box.add("a", "one", 0);
  box.add("a", "two", 0);
  box.refused(one.name, "This is too long.", null);

  assert.deepEqual(names(box.due(0)), ["two"]);
  assert.equal(box.find(one.name).why, "This is too long.");
  box.again(one.name);
  assert.deepEqual(names(box.due(0)), ["one"]);
});

test("a late refusal changes nothing about what is acknowledged", () => {
  const box = new Outbox();
  const one = box.add("a", "one", 0);
  box.acked(one.name, 3);
  box.refused(one.name, "No.", null);

  assert.equal(box.find(one.name).state, "acked");
});

test("what is not acknowledged survives a reload under its name", () => {
  let kept = [];
  const storage = { read: () => JSON.parse(JSON.stringify(kept)), write: (entries) => { kept = entries; } };
  const before = new Outbox(storage);
  const [one, two] = [before.add("a", "one", 0), before.add("a", "two", 0)];
  before.sent(one.name, 0);
  const after = new Outbox(storage);

  assert.deepEqual(after.due(0).map((it) => it.name), [one.name]);
  after.acked(one.name, 1);
  after.sent(two.name, 0);
  assert.deepEqual(names(new Outbox(storage).due(0)), ["two"]);
});

test("names are never the same", () => {
  assert.equal(new Set(Array.from({ length: 10_000 }, freshName)).size, 10_000);
  assert.match(freshName(), /^[a-z0-9]{24}$/);
});
