// The calls of /api/v2/chat that this page makes (docs: /docs#listRooms).
import { call } from "/api.js";

const ROOMS = "/api/v2/chat/rooms";
const PAGE = 100;

const at = (room, ...rest) => [ROOMS, encodeURIComponent(room), ...rest.map(encodeURIComponent)].join("/");

/** {items, next}: the person's own rooms, or all that may be seen; `read` and `unread` only where the person is in. */
export function rooms({ mine = false, cursor, signal } = {}) {
  const asked = new URLSearchParams({ limit: String(PAGE) });
  if (mine) asked.set("mine", "true");
  if (cursor) asked.set("cursor", cursor);
  return call("GET", `${ROOMS}?${asked}`, undefined, { signal });
}

/** One room, if the person may see it. */
export const room = (id) => call("GET", at(id));

/** All of the person's own rooms. */
export async function ownRooms() {
  const all = [];
  for (let cursor = null, more = true; more;) {
    const { items, next } = await rooms({ mine: true, cursor });
    all.push(...items);
    cursor = next;
    more = next !== undefined;
  }
  return all;
}

export const create = (name, topic, access) => call("POST", ROOMS, { name, topic, access });
export const join = (id) => call("PUT", at(id, "members", "me"));
export const leave = (id) => call("DELETE", at(id, "members", "me"));
export const archive = (id) => call("PATCH", at(id), { archived: true });
export const setTopic = (id, topic) => call("PATCH", at(id), { topic });
export const remove = (id, account) => call("DELETE", at(id, "members", account));
export const invite = (id, account) => call("PUT", at(id, "invitations", account));

/** {items: [{account, name?, handle?}], next} */
export function members(id, { cursor, signal } = {}) {
  const asked = new URLSearchParams({ limit: String(PAGE) });
  if (cursor) asked.set("cursor", cursor);
  return call("GET", `${at(id, "members")}?${asked}`, undefined, { signal });
}

export const person = (account) => call("GET", `/api/v2/accounts/${encodeURIComponent(account)}`);

/** People whose handle or name begins with `query`. */
export async function search(query, signal) {
  const asked = new URLSearchParams({ query: [...query].slice(0, 64).join(""), limit: "8" });
  return (await call("GET", `/api/v2/accounts?${asked}`, undefined, { signal })).items;
}
