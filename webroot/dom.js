// Nodes from text. Text stays text: nothing here reads markup.

export function make(tag, className, ...content) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  content.flat().filter((part) => part !== null && part !== undefined && part !== "").forEach((part) => node.append(part));
  return node;
}

export function anchor(href, ...content) {
  const node = make("a", "", ...content);
  node.href = href;
  return node;
}

/** A button that submits nothing. */
export function button(className, text, onClick) {
  const node = make("button", className, text);
  node.type = "button";
  node.addEventListener("click", onClick);
  return node;
}

/** The contract's prose: `code` between backticks, nothing else. */
export function prose(text) {
  return (text || "").split("`").map((part, index) => (index % 2 === 1 ? make("code", "", part) : part));
}
