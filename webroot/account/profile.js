// The views of one's own account: what others see, the e-mail address, the password.
import { ApiProblem, call } from "/api.js";
import { make } from "/dom.js";
import { alarm, wire } from "/form.js";
import { say } from "/layout.js";
import { current, renamed } from "/session.js";

const form = (name) => document.getElementById(`${name}-form`);
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "long" });

function fact(name, ...value) {
  return make("div", "", make("dt", "", name), make("dd", "", value));
}

function facts(account) {
  return [
    fact("Handle", account.handle),
    fact("Role", make("span", account.role === "admin" ? "tag info" : "tag", account.role)),
    fact("Since", day.format(new Date(account.createdAt))),
    ...(account.identities ?? []).map((it) => fact(`At ${it.provider}`, it.subject)),
  ];
}

/** Fills the forms with what is known; a password is never filled in. */
export function enterSelf(account) {
  document.getElementById("facts").replaceChildren(...facts(account));
  form("profile").elements.name.value = account.name;
  form("profile").elements.about.value = account.about;
  form("email").elements.email.value = account.email ?? "";
  document.querySelectorAll("#main input[name=username]").forEach((it) => { it.value = account.handle; });
  ["profile", "email", "password"].forEach((name) => alarm(form(name), ""));
}

async function profile({ name, about }) {
  renamed(await call("PATCH", "/api/v2/accounts/me", { name: name.trim(), about }));
  say("Saved.");
}

async function email({ email: address, password }) {
  if (address.trim() === current()?.email) {
    throw new ApiProblem(0, "", [{ field: "email", reason: "This is your address already." }]);
  }
  const taken = (cause) => {
    throw cause.status === 409 ? new ApiProblem(409, cause.message, [{ field: "email", reason: cause.message }]) : cause;
  };
  renamed(await call("PATCH", "/api/v2/accounts/me", { email: address.trim(), password }).catch(taken));
  form("email").elements.password.value = "";
  say("Your e-mail address is changed.");
}

async function password({ current: present, password: wish }) {
  await call("PUT", "/api/v2/accounts/me/password", { current: present, password: wish });
  form("password").reset();
  form("password").elements.username.value = current()?.handle ?? "";
  say("Your password is changed. Your other sessions have ended.");
}

export function selfForms() {
  wire(form("profile"), profile);
  wire(form("email"), email);
  wire(form("password"), password);
}
