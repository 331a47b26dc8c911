// For administrators: find people, give roles, disable and enable.
import { call } from "/api.js";
import { button, make } from "/dom.js";
import { alarm, wire } from "/form.js";
import { say } from "/layout.js";
import { current, refresh } from "/session.js";

const PATH = "/api/v2/accounts";
const PAUSE = 250;
const list = document.getElementById("people");
const more = document.getElementById("people-more");
const query = document.getElementById("people-query");
const alert = document.getElementById("people-alert");
const count = document.getElementById("people-count");
const dialog = document.getElementById("person");
const form = document.getElementById("person-form");
let typing = 0;
let reading = null;
let chosen = null; // {account, entry}: whom the dialog is about

function complain(cause) {
  alert.textContent = cause ? cause.text ?? "That did not work." : "";
  alert.hidden = !cause;
}

function entry(account) {
  const node = make("li", "entry card",
    make("div", "entry-text",
      make("h3", "", make("bdi", "", account.name),
        make("span", account.role === "admin" ? "tag warm" : "tag", account.role),
        account.disabled ? make("span", "tag bad", "disabled") : null),
      make("p", "fine", make("bdi", "", `@${account.handle}`), account.email ? " · " : "", account.email ?? "")));
  const change = button("button quiet small", "Change", () => ask(account, node));
  change.setAttribute("aria-label", `Change ${account.name}, @${account.handle}`);
  node.append(change);
  return node;
}

function ask(account, node) {
  chosen = { account, node };
  document.getElementById("person-title").textContent = account.name;
  form.elements.role.value = account.role;
  form.elements.disabled.checked = account.disabled;
  document.getElementById("person-hint").textContent = account.id === current()?.id
    ? "This is you: a change ends your own log-ins, this one too."
    : "A change ends all log-ins of this account, on every node within a second.";
  alarm(form, "");
  dialog.showModal();
}

async function administer({ role, disabled }) {
  const { account, node } = chosen;
  const change = {};
  if (role !== account.role) change.role = role;
  if ((disabled === "on") !== account.disabled) change.disabled = disabled === "on";
  if (Object.keys(change).length > 0) {
    const next = entry(await call("PATCH", `${PATH}/${account.id}`, change));
    node.replaceWith(next);
    say("Changed.");
    dialog.close();
    next.querySelector("button").focus();
    if (account.id === current()?.id) await refresh();
  } else {
    dialog.close();
  }
}

function address(cursor) {
  const asked = new URLSearchParams({ limit: "25" });
  const text = [...query.value.trim()].slice(0, 64).join("");
  if (text) asked.set("query", text);
  if (cursor) asked.set("cursor", cursor);
  return `${PATH}?${asked}`;
}

/** Only the last question counts: an older answer that comes late is not shown. */
async function read(cursor) {
  reading?.abort();
  reading = new AbortController();
  const mine = reading;
  try {
    const page = await call("GET", address(cursor), undefined, { signal: mine.signal });
    if (mine.signal.aborted) return;
    complain(null);
    show(page, cursor);
  } catch (cause) {
    if (cause.name !== "AbortError" && cause.status !== 401) complain(cause);
  }
}

function show(page, cursor) {
  const entries = page.items.map(entry);
  if (cursor) list.append(...entries);
  else list.replaceChildren(...(entries.length > 0 ? entries : [make("li", "empty", "Nobody has a handle or a name like that.")]));
  if (cursor) entries[0]?.querySelector("button").focus();
  const shown = list.querySelectorAll(".entry").length;
  count.textContent = page.next ? `${shown} people shown, there are more` : `${shown} ${shown === 1 ? "person" : "people"} found`;
  more.replaceChildren(...(page.next ? [button("button quiet", "Show more", () => read(page.next))] : []));
}

export function enterPeople() {
  read();
}

export function leavePeople() {
  clearTimeout(typing);
  reading?.abort();
  list.replaceChildren();
  more.replaceChildren();
}

export function peopleForms() {
  wire(form, administer);
  document.getElementById("person-cancel").addEventListener("click", () => dialog.close());
  document.getElementById("people-form").addEventListener("submit", (event) => {
    event.preventDefault();
    read();
  });
  query.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(read, PAUSE);
  });
}
