// Draws a template, and leaves the focus where it is: a node that changes its place in a list loses it.
import { render } from "/vendor/lit-html.js";

export function draw(template, node) {
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  render(template, node);
  if (focused?.isConnected && document.activeElement !== focused) focused.focus({ preventScroll: true });
}
