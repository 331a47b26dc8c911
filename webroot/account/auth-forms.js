// The views of those who are not logged in: log in, register, forgot, reset.
import { ApiProblem, call } from "/api.js";
import { alarm, wire } from "/form.js";
import { leave, logIn } from "/session.js";

let token = null; // of a reset link; lives as long as this page
const form = (name) => document.getElementById(`${name}-form`);

/** Shows a guest's view afresh; what was typed as a password is gone. */
export function enterGuest(view, fresh) {
  if (fresh) token = fresh;
  const shown = form(view);
  shown.querySelectorAll("input[name=password]").forEach((input) => { input.value = ""; });
  alarm(shown, view === "reset" && token === null ? "Open the reset link again: this page no longer knows it." : "");
}

/** A conflict names no field in the contract, but its text does. */
function atField(cause) {
  if (cause.status !== 409) throw cause;
  const field = /handle/i.test(cause.message) ? "handle" : /e-mail/i.test(cause.message) ? "email" : null;
  throw field ? new ApiProblem(409, cause.message, [{ field, reason: cause.message }]) : cause;
}

async function register({ handle, name, email, password }, { entered, announce, go }) {
  const wish = { handle: handle.trim(), email: email.trim(), password };
  if (name.trim()) wish.name = name.trim();
  await call("POST", "/api/v2/accounts", wish).catch(atField);
  try {
    await logIn(wish.handle, password);
  } catch {
    form("login").elements.login.value = wish.handle;
    announce("Your account is created. Log in with it.");
    go("login");
    return;
  }
  form("register").reset();
  entered();
}

async function forgot({ email }, { announce, go }) {
  await call("POST", "/api/v2/password-resets", { email: email.trim() });
  announce("If an account has this address, an e-mail is on its way. Its link works once, and for an hour.");
  go("login");
}

async function reset({ password }, { announce, go }) {
  if (token === null) throw new ApiProblem(404, "Open the reset link again: this page no longer knows it.");
  await call("PUT", "/api/v2/password-resets", { token, password });
  token = null;
  leave(); // also an account that was logged in here: a new password ends all its sessions
  announce("Your new password is set. Log in with it.");
  go("login");
}

/** Gives the forms their behaviour. `page` is {entered, announce, go}. */
export function guestForms(page) {
  wire(form("login"), async ({ login, password }) => {
    await logIn(login.trim(), password);
    page.entered();
  });
  wire(form("register"), (values) => register(values, page));
  wire(form("forgot"), (values) => forgot(values, page));
  wire(form("reset"), (values) => reset(values, page));
}
