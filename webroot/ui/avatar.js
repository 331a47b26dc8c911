// The picture of a person: one shape, and one colour per person wherever they are shown.
import { make } from "/dom.js";

const SHADES = 8;
const graphemes = new Intl.Segmenter();

function shade(id) {
  return [...id].reduce((sum, it) => (sum * 31 + it.codePointAt(0)) % 9973, 7) % SHADES;
}

/** The first letter that people see, also where it takes several code units. */
export function initial(name) {
  return ([...graphemes.segment(name.trim())][0]?.segment ?? "·").toUpperCase();
}

/** The person's first letter; tells nothing that is not beside it as text. `id` is the account's. */
export function avatar(id, name, size = "") {
  const node = make("span", `avatar shade-${shade(id)} ${size}`.trim(), initial(name));
  node.setAttribute("aria-hidden", "true");
  return node;
}
