import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsOf } from "../../../webroot/chat/rows.js";
import { parts, webAddress } from "../../../webroot/chat/linkify.js";
import { Backoff } from "../../../webroot/chat/backoff.js";

const NOON = Date.UTC(2026, 10, 21, 12);
const said = (seq, account, minutes, clientId = "") => ({
  seq, kind: "message", account, name: "", body: `m${seq}`, clientId, at: new Date(NOON + minutes * 60_000).toISOString(),
});
const kinds = (rows) => rows.map((it) => it.kind);

test("who goes on within five minutes is not named again", () => {
  const rows = rowsOf([said(1, "a", 0), said(2, "a", 1), said(3, "b", 2), said(4, "b", 30)], []);
  assert.deepEqual(rows.filter((it) => it.kind === "message").map((it) => it.follows), [false, true, false, false]);
});

test("a row keeps its key from the first echo to the committed event", () => {
  const entry = { name: "n1", text: "hello", at: NOON, state: "waiting", why: "" };
  const [, before] = rowsOf([], [entry], { self: "a" });
  const [, after] = rowsOf([said(1, "a", 0, "n1")], [], { self: "a" });

  assert.equal(before.key, after.key);
  assert.equal(before.state, "waiting");
  assert.equal(after.state, "");
});

test("two people may give the same name to their messages", () => {
  const rows = rowsOf([said(1, "a", 0, "same"), said(2, "b", 0, "same")], []);
  assert.equal(new Set(rows.map((it) => it.key)).size, rows.length);
});

test("what is new begins after the last that was read, by somebody else", () => {
  assert.deepEqual(kinds(rowsOf([said(4, "a", 0), said(5, "b", 1), said(6, "b", 2)], [], { readUpTo: 4, self: "a" })), ["day", "message", "new", "message", "message"]);
  assert.deepEqual(kinds(rowsOf([said(4, "b", 0), said(5, "a", 1)], [], { readUpTo: 4, self: "a" })), ["day", "message", "message"]);
});

test("each day is named once", () => {
  const rows = rowsOf([said(1, "a", 0), said(2, "a", 60 * 24), said(3, "a", 60 * 24 + 1)], []);
  assert.deepEqual(kinds(rows), ["day", "message", "day", "message", "message"]);
});

test("only web addresses become links, and the text stays as it was", () => {
  for (const text of ["", "<b>x</b>", "javascript:alert(1)", "data:text/html,x", "http://", "a https:// b", "&lt;", "‮https://evil.example", "ftp://x.example/"]) {
    assert.equal(parts(text).map((it) => it.text).join(""), text);
  }
  assert.deepEqual(parts("javascript:alert(1)").filter((it) => it.href), []);
  assert.deepEqual(parts("see https://a.example/x?y=1#z, or (http://b.example/c_(d)).").map((it) => it.href ?? ""),
    ["", "https://a.example/x?y=1#z", "", "http://b.example/c_(d)", ""]);
  assert.deepEqual(parts('https://a.example/"onclick="x').map((it) => it.text), ["https://a.example/", '"onclick="x']);
  assert.equal(webAddress("JAVASCRIPT:alert(1)"), null);
  assert.equal(webAddress("https://a.example/<script>"), "https://a.example/%3Cscript%3E");
});

test("waits grow to half a minute with jitter, and begin anew", () => {
  const longest = new Backoff(() => 1);
  assert.deepEqual(Array.from({ length: 8 }, () => longest.next()), [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
  const shortest = new Backoff(() => 0);
  assert.deepEqual(Array.from({ length: 3 }, () => shortest.next()), [250, 500, 1000]);
  longest.reset();
  assert.equal(longest.next(), 500);
  assert.equal(shortest.next(3_000), 3_000);
});
