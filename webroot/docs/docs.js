// Draws /openapi.json as a page. No library, no markup from data: see dom.js.
import { anchor, make, prose } from "/dom.js";
import { field, fields, resolver, sample } from "./schema.js";

const VERBS = ["get", "post", "put", "patch", "delete"];

function operations(contract, resolve) {
  return Object.entries(contract.paths).flatMap(([path, item]) => VERBS.filter((verb) => item[verb]).map((verb) => ({
    path, verb, ...item[verb],
    parameters: [...(item.parameters || []), ...(item[verb].parameters || [])].map(resolve),
  })));
}

function verb(name) {
  return make("span", `verb ${name}`, name.toUpperCase());
}

function index(contract, all) {
  return contract.tags.flatMap((tag) => [
    make("h2", "", tag.name),
    make("ul", "", all.filter((one) => one.tags.includes(tag.name)).map(
      (one) => make("li", "", anchor(`#${one.operationId}`, verb(one.verb), make("span", "", one.summary))))),
  ]);
}

function bodyOf(thing) {
  return Object.entries(thing.content || {})[0] || [null, {}];
}

function data(one, resolve) {
  if (!one.requestBody) return [];
  const [type, body] = bodyOf(one.requestBody);
  const value = Object.values(body.examples || {}).map((it) => it.value)[0] ?? sample(body.schema, resolve);
  return [`-H 'Content-Type: ${type}'`, `-d '${JSON.stringify(value).replaceAll("'", "'\\''")}'`];
}

function curl(one, resolve) {
  const value = (it) => (it.schema.const || (it.schema.enum && it.schema.enum[0]) || `YOUR-${it.name.replace(/^X-/, "").toUpperCase()}`);
  const path = one.path.replace(/\{(\w+)\}/g, (whole, name) => (name === "id" && one.path.includes("/evaluations/") ? "900101" : name.toUpperCase()));
  const lines = [`curl ${one.verb === "get" ? "" : `-X ${one.verb.toUpperCase()} `}${location.origin}${path}`];
  if (one.security?.length) lines.push("-H 'Authorization: Bearer YOUR-TOKEN'");
  one.parameters.filter((it) => it.in === "header").forEach((it) => lines.push(`-H '${it.name}: ${value(it)}'`));
  lines.push(...data(one, resolve));
  return lines.join(" \\\n  ");
}

function copyable(text) {
  const block = make("pre", "", make("code", "", text));
  block.tabIndex = 0;
  const button = make("button", "", "Copy");
  button.type = "button";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select it by hand";
    }
  });
  return make("div", "curl", block, button);
}

function response(status, thing, resolve) {
  const found = resolve(thing);
  const [type, body] = bodyOf(found);
  const line = [make("span", `code s${status[0]}`, status), make("span", "", prose(found.description))];
  const drawn = body.schema ? fields(body.schema, resolve) : null;
  if (!drawn) return make("div", "plain", ...line);
  return make("details", "", make("summary", "", ...line), make("p", "", make("code", "", type)), drawn);
}

function requestBody(one, resolve) {
  if (!one.requestBody) return [];
  const [type, body] = bodyOf(one.requestBody);
  return [make("h4", "", "Body"), make("p", "", make("code", "", type)), fields(body.schema, resolve)];
}

function parameters(one, resolve) {
  if (one.parameters.length === 0) return [];
  return [make("h4", "", "Parameters"), make("dl", "fields", one.parameters.map(
    (it) => field(it.name, it.in, it.required, it.schema, it.description, resolve)))];
}

function operation(one, resolve) {
  const head = make("div", "head", verb(one.verb), make("code", "path", one.path),
    one.security?.length ? make("span", "tag lock", "bearer token") : null);
  const node = make("article", "card operation", head, make("h3", "", one.summary),
    one.description ? make("p", "", prose(one.description)) : null,
    ...parameters(one, resolve), ...requestBody(one, resolve),
    make("h4", "", "Answers"),
    ...Object.entries(one.responses).map(([status, thing]) => response(status, thing, resolve)),
    make("h4", "", "Try it"), copyable(curl(one, resolve)));
  node.id = one.operationId;
  return node;
}

function page(contract) {
  const resolve = resolver(contract);
  const all = operations(contract, resolve);
  document.getElementById("index").replaceChildren(...index(contract, all));
  document.getElementById("lead").replaceChildren(...[prose(contract.info.description)].flat());
  document.getElementById("docs").replaceChildren(
    ...contract.tags.map((tag) => make("section", "", make("h2", "", tag.name), make("p", "", prose(tag.description)),
      ...all.filter((one) => one.tags.includes(tag.name)).map((one) => operation(one, resolve)))));
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

async function draw() {
  try {
    const answer = await fetch("/openapi.json");
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    page(await answer.json());
  } catch (cause) {
    document.getElementById("docs").replaceChildren(
      make("p", "alert", `The contract could not be read (${cause.message}). `, anchor("/openapi.yaml", "openapi.yaml")));
  }
}

draw();
