// Text into parts: plain text and web addresses. Nothing here makes markup; message-list.js makes nodes of the parts.

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`\u0000-\u001f\u202a-\u202e\u2066-\u2069]+/giu;
const TRAILING = /[.,;:!?»”’]+$/u;
const PAIRS = { ")": "(", "]": "[", "}": "{" };

/** Where a sentence goes on after an address: full stops, and brackets that were opened before it. */
function trimmed(text) {
  let address = text.replace(TRAILING, "");
  for (let last = address.at(-1); PAIRS[last] && count(address, last) > count(address, PAIRS[last]); last = address.at(-1)) {
    address = address.slice(0, -1).replace(TRAILING, "");
  }
  return address;
}

function count(text, letter) {
  return text.split(letter).length - 1;
}

/** An http or https address as the browser reads it; null for everything else. */
export function webAddress(text) {
  try {
    const url = new URL(text);
    return (url.protocol === "http:" || url.protocol === "https:") && url.hostname !== "" ? url.href : null;
  } catch {
    return null;
  }
}

/** Parts are {text} or {text, href}; their texts joined are the text that was given. */
export function parts(text) {
  const found = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const shown = trimmed(match[0]);
    const href = webAddress(shown);
    if (href === null) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ text: shown, href });
    from = match.index + shown.length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}
