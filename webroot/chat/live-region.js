// Announces messages to screen readers through a live region: new messages of others in the open room, one by one or, where many come,
// by their number. The history of a room is read where it stands, not announced.

const PAUSE = 700;
const ONE_BY_ONE = 3;
const KEPT = 10;
const heard = document.getElementById("heard");
let waiting = [];
let timer = 0;

function speak() {
  timer = 0;
  const lines = waiting.length > ONE_BY_ONE ? [`${waiting.length} new messages`] : waiting;
  waiting = [];
  lines.forEach((line) => {
    const node = document.createElement("p");
    node.textContent = line;
    heard.append(node);
  });
  while (heard.children.length > KEPT) heard.firstElementChild.remove();
}

export function announce(line) {
  waiting.push(line);
  timer ||= setTimeout(speak, PAUSE);
}

/** Another room is open: what was said belongs to the one before. */
export function hush() {
  clearTimeout(timer);
  timer = 0;
  waiting = [];
  heard.replaceChildren();
}
