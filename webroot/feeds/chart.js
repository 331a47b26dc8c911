// Messages per minute as bars. What the bars say is said in words below them.
import { atMinute, count, several } from "./format.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 100;
const at = (id) => document.getElementById(id);

function shape(name, attributes) {
  const node = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, String(value)));
  return node;
}

function bar({ at: begin, messages }, index, most) {
  const height = messages === 0 ? 0 : Math.max(1.5, (messages / most) * HEIGHT);
  const node = shape("rect", { x: index + 0.1, y: HEIGHT - height, width: 0.8, height });
  const title = shape("title", {});
  title.textContent = `${atMinute(begin)}: ${several(messages, "message")}`;
  node.append(title);
  return node;
}

function words(minutes, most) {
  const all = minutes.reduce((sum, each) => sum + each.messages, 0);
  if (all === 0) return "No message in the last hour.";
  const top = minutes.find((each) => each.messages === most);
  return `${several(all, "message")} in the last hour, ${count(most)} at most in a minute (${atMinute(top.at)}), `
    + `${count(minutes.at(-1).messages)} in this minute so far.`;
}

export function drawChart(minutes) {
  const most = Math.max(...minutes.map((each) => each.messages));
  const picture = shape("svg", { viewBox: `0 0 ${minutes.length} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-labelledby": "chart-title", "aria-describedby": "chart-text" });
  picture.append(...minutes.map((each, index) => bar(each, index, Math.max(1, most))));
  at("chart").replaceChildren(picture);
  at("chart-most").textContent = most > 0 ? count(most) : "";
  at("chart-from").textContent = atMinute(minutes[0].at);
  at("chart-text").textContent = words(minutes, most);
}

export function clearChart() {
  at("chart").replaceChildren();
  ["chart-most", "chart-from", "chart-text"].forEach((id) => { at(id).textContent = ""; });
}
