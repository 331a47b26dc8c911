() => {
  // What is wrong with the page as it is shown now, one line each. Sources: WCAG 2.2 (1.3.1, 1.4.3, 1.4.10, 2.5.8, 4.1.2).
  const faults = [];
  const shown = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const dialog = document.querySelector("dialog[open]");

  const channels = (text) => text.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map((it) => it / 255)
    .map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4))
    .reduce((sum, it, index) => sum + it * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (node) => {
    for (let each = node; each; each = each.parentElement) {
      const colour = channels(getComputedStyle(each).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return channels(getComputedStyle(document.documentElement).backgroundColor);
  };
  const contrast = (node, pseudo) => {
    const style = getComputedStyle(node, pseudo);
    const [one, other] = [light(channels(style.color)), light(ground(node))].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < (large ? 3 : 4.5)) faults.push(`contrast ${ratio.toFixed(2)}: ${node.tagName} "${node.textContent.trim().slice(0, 40)}"`);
  };

  const writers = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() && shown(parent) && (!dialog || dialog.contains(parent))) writers.add(parent);
  }
  writers.forEach((node) => contrast(node));
  all("input, textarea").forEach((node) => {
    contrast(node);
    if (node.placeholder) contrast(node, "::placeholder");
  });

  all("input, select, textarea").forEach((node) => {
    if (node.labels.length === 0 && !node.getAttribute("aria-label")) faults.push(`no label: ${node.id}`);
  });
  all("a, button").forEach((node) => {
    if (!(node.textContent.trim() || node.getAttribute("aria-label"))) faults.push(`no name: ${node.outerHTML.slice(0, 80)}`);
  });
  all("button, input, select, .button").forEach((node) => {
    const { width, height } = node.getBoundingClientRect();
    if (!node.matches(".unseen, .skip") && (width < 20 || height < 20)) faults.push(`too small to hit: ${node.id || node.textContent}`);
  });
  document.querySelectorAll("img:not([alt])").forEach((node) => faults.push(`no alt: ${node.src}`));
  document.querySelectorAll("[aria-describedby], [aria-labelledby], [aria-controls]").forEach((node) => {
    ["aria-describedby", "aria-labelledby", "aria-controls"].forEach((name) => (node.getAttribute(name) ?? "").split(/\s+/)
      .filter((id) => id && !document.getElementById(id)).forEach((id) => faults.push(`${name} of nothing: ${id}`)));
  });
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  ids.filter((id, index) => ids.indexOf(id) !== index).forEach((id) => faults.push(`id twice: ${id}`));

  const headings = document.querySelectorAll("h1").length;
  if (headings !== 1) faults.push(`${headings} h1`);
  ["header", "main", "footer", "nav"].forEach((name) => document.querySelector(name) || faults.push(`no ${name}`));
  if (document.querySelectorAll("main").length > 1) faults.push("more than one main");
  if (!document.documentElement.lang) faults.push("no language");
  if (!document.title) faults.push("no title");
  if (!document.querySelector("#main")) faults.push("the skip link leads nowhere");
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`wider than the window: ${document.documentElement.scrollWidth}`);
  return faults;
}
