// One behaviour for all forms: validated before sending, sent once at a time, errors shown at their fields.
import { make } from "/dom.js";

const HANDLE = /^[\p{L}\p{M}\p{N}]+$/u;
const LONGEST_WAIT = 2 ** 31 - 1;

/** By the names of `data-check`; the server has the last word on all of them. */
const CHECKS = {
  handle: (text) => (HANDLE.test(text.trim()) ? "" : "Use letters and digits only, without blanks."),
  email: (text) => (/^\S+@\S+$/.test(text.trim()) ? "" : "This must be one e-mail address, such as alice@example.org."),
  password: (text) => ([...text].length >= 8 ? "" : "Use at least 8 characters."),
};

function place(input) {
  const wrong = make("p", "wrong");
  wrong.id = `${input.id}-wrong`;
  wrong.hidden = true;
  input.closest(".field").append(wrong);
  input.dataset.hint = input.getAttribute("aria-describedby") ?? "";
  return wrong;
}

/** Says at a field what is wrong with it; "" takes it back. */
function mark(input, text) {
  const wrong = document.getElementById(`${input.id}-wrong`) ?? place(input);
  wrong.textContent = text;
  wrong.hidden = text === "";
  if (text) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  const described = `${input.dataset.hint} ${text ? wrong.id : ""}`.trim();
  if (described) input.setAttribute("aria-describedby", described);
  else input.removeAttribute("aria-describedby");
}

function visible(form) {
  return [...form.elements].filter((it) => it.name && it.type !== "hidden" && !it.hidden);
}

function reason(input) {
  if (input.required && input.value.trim() === "") return "Fill this in.";
  return input.value !== "" && input.dataset.check ? CHECKS[input.dataset.check](input.value) : "";
}

function complete(form) {
  const inputs = visible(form);
  inputs.forEach((input) => mark(input, reason(input)));
  const first = inputs.find((input) => input.getAttribute("aria-invalid"));
  first?.focus();
  return !first;
}

/** Says above a form what is wrong with all of it; "" takes it back. */
export function alarm(form, text) {
  const alert = form.querySelector(".alert");
  alert.textContent = text; // role=alert is in the page from the start, so this is read aloud
  alert.hidden = text === "";
}

/** "must have at least 8 characters" is about "this". */
function sentence(text) {
  const whole = /^(is|must|has|was)\b/.test(text) ? `This ${text}` : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}

/** Shows errors of fields at the fields, and the others above the form. */
function tell(form, cause) {
  const errors = cause.errors ?? [];
  const inputs = visible(form);
  const rest = errors.filter((error) => {
    const input = inputs.find((it) => it.name === error.field);
    if (input) mark(input, sentence(error.reason));
    return !input;
  });
  const told = errors.length > 0 && rest.length === 0;
  const list = rest.map((error) => (error.field ? `${error.field}: ${error.reason}` : error.reason)).join("; ");
  alarm(form, told ? "" : [cause.text ?? "Something went wrong in this page.", list].filter(Boolean).join(" "));
  const next = inputs.find((it) => it.getAttribute("aria-invalid")) ?? inputs.find((it) => it.type === "password") ?? inputs[0];
  next?.focus();
  next?.select?.();
}

function passwordSwitch(input) {
  const show = make("button", "show", "Show");
  show.type = "button";
  show.setAttribute("aria-pressed", "false");
  show.setAttribute("aria-label", `Show ${input.labels[0].textContent.toLowerCase()}`);
  show.addEventListener("click", () => reveal(input, show, input.type === "password"));
  input.after(show);
  // Nothing stays in plain view once it is sent, and browsers remember text fields.
  input.form.addEventListener("submit", () => reveal(input, show, false), { capture: true });
  input.form.addEventListener("reset", () => reveal(input, show, false));
}

function reveal(input, show, plain) {
  input.type = plain ? "text" : "password";
  show.textContent = plain ? "Hide" : "Show";
  show.setAttribute("aria-pressed", String(plain));
}

function working(form, button, busy) {
  form.setAttribute("aria-busy", String(busy));
  button.classList.toggle("busy", busy);
  // Not `disabled`: that would throw the focus away.
  if (busy) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}

/**
 * Gives a form its behaviour. `send` gets the values by name and may fail with an ApiProblem; after a
 * 429 or 503 that says when to come again, nothing is sent before.
 */
export function wire(form, send) {
  const button = form.querySelector("button[type=submit]");
  let busy = false;
  let refused = null;
  form.noValidate = true;
  form.querySelectorAll("input[type=password]").forEach(passwordSwitch);
  form.addEventListener("input", (event) => event.target.getAttribute("aria-invalid") && mark(event.target, ""));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    if (refused && refused.retryAt > Date.now()) {
      alarm(form, refused.text);
      return;
    }
    alarm(form, "");
    if (!complete(form)) return;
    busy = true;
    working(form, button, true);
    try {
      await send(Object.fromEntries(new FormData(form)));
      refused = null;
    } catch (cause) {
      if (cause.name !== "ApiProblem") console.error(cause);
      refused = cause;
      tell(form, cause);
      forget(form, cause);
    } finally {
      busy = false;
      working(form, button, false);
    }
  });
}

/** Takes "try again in 12 seconds" back when they are over. */
function forget(form, cause) {
  const wait = (cause.retryAt ?? 0) - Date.now();
  const shown = form.querySelector(".alert").textContent;
  if (wait <= 0 || wait > LONGEST_WAIT) return;
  setTimeout(() => form.querySelector(".alert").textContent === shown && alarm(form, "You can try again now."), wait);
}

/** Runs the work of a button once, however often it is pressed; `complain` gets what went wrong, and null before. */
export async function once(node, work, complain) {
  if (node.getAttribute("aria-disabled") === "true") return;
  node.setAttribute("aria-disabled", "true");
  complain(null);
  try {
    await work();
  } catch (cause) {
    if (cause.status !== 401) complain(cause);
  } finally {
    node.removeAttribute("aria-disabled");
  }
}
