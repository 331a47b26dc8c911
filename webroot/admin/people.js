// For administrators: find people, give roles, disable and enable, make a link to a new password.
import { call } from "/api.js";
import { make } from "/dom.js";
import { alarm, once, wire } from "/form.js";
import { logInAddress, say } from "/layout.js";
import { current, onChange, refresh } from "/session.js";
import { avatar } from "/ui/avatar.js";
import { draw } from "/ui/draw.js";
import { date, time } from "/ui/time.js";
import { html, nothing, render, repeat } from "/vendor/lit-html.js";

const PATH = "/api/v2/accounts";
const PAUSE = 250;
const at = (id) => document.getElementById(id);
const list = at("people");
const query = at("people-query");
const dialog = at("person");
const form = at("person-form");
let people = [];
let next = "";
let typing = 0;
let reading = null;
let chosen = null; // whom the drawer is about

function complain(cause) {
  at("people-alert").textContent = cause ? cause.text ?? "That did not work." : "";
  at("people-alert").hidden = !cause;
}

function row(account) {
  return html`<tr class="entry">
    <td class="cell-person"><div>${avatar(account.id, account.name)}<span class="row-text"><span class="row-title"><bdi>${account.name}</bdi></span>
      <span class="row-line"><bdi>@${account.handle}</bdi></span></span></div></td>
    <td data-label="Role"><span class=${account.role === "admin" ? "tag info" : "tag"}>${account.role}</span></td>
    <td data-label="State"><span class=${account.disabled ? "tag bad" : "tag good"}>${account.disabled ? "disabled" : "active"}</span></td>
    <td data-label="E-mail">${account.email ?? "–"}</td>
    <td data-label="Since">${time(account.createdAt, date(account.createdAt))}</td>
    <td class="actions"><button class="button quiet small" type="button" aria-label=${`Manage ${account.name}, @${account.handle}`} @click=${() => manage(account)}>Manage</button></td>
  </tr>`;
}

function show() {
  draw(html`<table class="data-table">
      <thead><tr><th scope="col">Person</th><th scope="col">Role</th><th scope="col">State</th><th scope="col">E-mail</th><th scope="col">Since</th><th scope="col"><span class="unseen">Actions</span></th></tr></thead>
      <tbody>${people.length > 0 ? repeat(people, (it) => it.id, row) : html`<tr><td class="nothing" colspan="6">No matches</td></tr>`}</tbody>
    </table>
    ${next ? html`<p class="row"><button class="button quiet" type="button" @click=${() => read(next)}>Show more</button></p>` : nothing}`, list);
  at("people-count").textContent = next ? `${people.length} people shown, there are more` : `${people.length} ${people.length === 1 ? "person" : "people"} found`;
}

function manage(account) {
  chosen = account;
  at("person-avatar").replaceChildren(avatar(account.id, account.name));
  at("person-title").replaceChildren(make("bdi", "", account.name));
  form.elements.role.value = account.role;
  form.elements.disabled.checked = account.disabled;
  at("person-hint").textContent = account.id === current()?.id
    ? "This is you: a change ends all your sessions, this one too."
    : "A change ends every session of this account, on every node within a second.";
  forgetLink();
  if (at("reset")) at("reset").hidden = account.disabled;
  alarm(form, "");
  dialog.showModal();
}

async function administer({ role, disabled }) {
  const account = chosen;
  const change = {};
  if (role !== account.role) change.role = role;
  if ((disabled === "on") !== account.disabled) change.disabled = disabled === "on";
  if (Object.keys(change).length > 0) {
    const changed = await call("PATCH", `${PATH}/${account.id}`, change);
    people = people.map((it) => (it.id === changed.id ? changed : it));
    show();
    say("Changed.");
  }
  if (chosen === account) dialog.close();
  if (account.id === current()?.id) await refresh();
}

/** A link opens an account: it stays in the page no longer than the drawer that it was made in. */
function forgetLink() {
  if (!at("reset")) return;
  at("reset-link").value = "";
  at("reset-result").hidden = true;
}

async function makeLink() {
  const account = chosen;
  const { link } = await call("POST", `${PATH}/${account.id}/password-resets`);
  if (chosen !== account || !dialog.open) return; // the drawer is about another person by now
  at("reset-link").value = new URL(link, location.origin).href;
  at("reset-result").hidden = false;
  at("reset-link").select();
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(at("reset-link").value);
    say("Copied.");
  } catch {
    at("reset-link").select(); // no clipboard without TLS: by hand then
  }
}

function wish() {
  return [...query.value.trim()].slice(0, 64).join("");
}

function address(cursor) {
  const asked = new URLSearchParams({ limit: "25" });
  if (wish()) asked.set("query", wish());
  if (cursor) asked.set("cursor", cursor);
  return `${PATH}?${asked}`;
}

/** Only the last question counts: an older answer that comes late is not shown. */
async function read(cursor) {
  reading?.abort();
  reading = new AbortController();
  const { signal } = reading;
  try {
    const page = await call("GET", address(cursor), undefined, { signal });
    if (signal.aborted) return;
    complain(null);
    const shown = people.length;
    const focused = cursor && list.contains(document.activeElement);
    people = cursor ? [...people, ...page.items] : page.items;
    next = page.next ?? "";
    show();
    if (focused && !next) list.querySelectorAll(".entry button")[shown]?.focus(); // "Show more" is gone
  } catch (cause) {
    if (cause.name !== "AbortError" && cause.status !== 401) complain(cause);
  }
}

/** The filter is in the address, so that it can be shared and survives a reload. */
function search() {
  const here = new URL(location.href);
  if (wish()) here.searchParams.set("query", wish());
  else here.searchParams.delete("query");
  history.replaceState(null, "", here);
  read();
}

function person(account) {
  const admin = account?.role === "admin";
  list.hidden = !admin;
  at("people-form").hidden = !admin;
  at("refused").hidden = admin;
  at("enter").hidden = account !== null;
  at("enter").href = logInAddress();
  if (admin && people.length === 0) read();
  if (!admin) {
    clearTimeout(typing);
    reading?.abort();
    people = [];
    render(nothing, list);
    if (dialog.open) dialog.close();
  }
}

wire(form, administer);
dialog.addEventListener("close", forgetLink);
at("person-cancel").addEventListener("click", () => dialog.close());
at("reset-make")?.addEventListener("click", ({ currentTarget }) => once(currentTarget, makeLink, (cause) => alarm(form, cause?.text ?? "")));
at("reset-copy")?.addEventListener("click", copyLink);
at("people-form").addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
query.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(search, PAUSE);
});
query.value = new URLSearchParams(location.search).get("query") ?? "";
onChange(person);
refresh().then((account) => { if (!account) person(null); }, (cause) => complain(cause));
