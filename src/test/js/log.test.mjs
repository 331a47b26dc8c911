import assert from "node:assert/strict";
import { test } from "node:test";
import { RoomLog } from "../../../webroot/chat/log.js";

const event = (seq) => ({ seq, body: `message ${seq}` });
const events = (...numbers) => numbers.map(event);
const numbers = (list) => list.map((it) => it.seq);

test("events are in the order of their numbers, whatever order they come in", () => {
  const log = new RoomLog(10);

  assert.deepEqual(numbers(log.take(events(12, 11))), [11, 12]);
  assert.deepEqual(numbers(log.take(events(14))), []);
  assert.deepEqual(numbers(log.take(events(13))), [13, 14]);
  assert.deepEqual(numbers(log.events), [11, 12, 13, 14]);
});

test("what comes twice counts once", () => {
  const log = new RoomLog(0);
  log.take(events(1, 2, 2, 3));

  assert.deepEqual(numbers(log.take(events(1, 2, 3))), []);
  assert.deepEqual(numbers(log.events), [1, 2, 3]);
});

test("a gap is known, and filled from history", () => {
  const log = new RoomLog(5);
  log.take(events(6));
  assert.equal(log.gap(), null);

  assert.deepEqual(numbers(log.take(events(9, 10))), []);
  assert.equal(log.gap(), 6);
  assert.equal(log.reached, 6);

  assert.deepEqual(numbers(log.take(events(7, 8))), [7, 8, 9, 10]);
  assert.equal(log.gap(), null);
  assert.equal(log.reached, 10);
});

test("what is no longer kept is skipped, and what came too early is shown", () => {
  const log = new RoomLog(5);
  log.take(events(6, 21, 22));
  log.skipTo(20);

  assert.deepEqual(numbers(log.events), [21, 22]);
  assert.equal(log.reached, 22);
  assert.equal(log.gap(), null);
});

test("pages of history join without a gap or a repeat", () => {
  const log = new RoomLog(100);
  log.take(events(101));

  assert.equal(log.prepend(events(99, 100), true), 2);
  assert.equal(log.prepend(events(98, 99), true), 1);
  assert.deepEqual(numbers(log.events), [98, 99, 100, 101]);
  assert.equal(log.prepend(events(90, 91), true), 0);
  assert.equal(log.first, 98);
});

test("the beginning is known", () => {
  const log = new RoomLog(2);
  assert.equal(log.older, true);
  log.prepend(events(1, 2), false);
  assert.equal(log.older, false);
  assert.equal(new RoomLog(0).older, false);
});

test("of very many, the oldest are forgotten and can be read again", () => {
  const log = new RoomLog(0);
  log.take(Array.from({ length: 5_000 }, (_, i) => event(i + 1)));

  assert.equal(log.trim(), 1_000);
  assert.equal(log.first, 1_001);
  assert.equal(log.reached, 5_000);
  assert.equal(log.older, true);
  assert.equal(log.indexAfter(1_005), 5);
});

test("any order and any repeats of any packets lead to the same log", () => {
  let seed = 7;
  const random = (most) => { seed = (seed * 48_271) % 2_147_483_647; return seed % most; };
  for (let round = 0; round < 300; round += 1) {
    const log = new RoomLog(0);
    const shown = [];
    const packets = Array.from({ length: 60 }, () => { const from = 1 + random(40); return events(from, from + 1, from + 2); });
    for (const packet of packets) shown.push(...numbers(log.take(packet)));
    for (let after = log.gap(); after !== null; after = log.gap()) shown.push(...numbers(log.take(events(after + 1, after + 2))));
    assert.deepEqual(shown, Array.from({ length: shown.length }, (_, i) => i + 1));
  }
});
