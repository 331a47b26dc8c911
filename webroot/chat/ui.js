// Small things that every view of the chat draws.
import { make } from "/dom.js";

export { avatar, initial } from "/ui/avatar.js";

/** A person's name, whatever script it is in. */
export function called(name) {
  const node = make("bdi", "", name || "…");
  if (!name) node.className = "unnamed";
  return node;
}

export function unseen(text) {
  return make("span", "unseen", text);
}

export function count(number) {
  return number > 99 ? "99+" : String(number);
}

/** One, one and another, one, another and n others. */
export function together(names) {
  if (names.length <= 1) return names[0] ?? "";
  if (names.length === 2) return `${names[0]} and ${names[1]}`;
  return `${names[0]}, ${names[1]} and ${names.length - 2 === 1 ? "another" : `${names.length - 2} others`}`;
}
