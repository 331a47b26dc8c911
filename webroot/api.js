// Calls of /api/v2 by the session cookie. Whatever goes wrong is one ApiProblem, whose `text` can be shown
// to people: a problem JSON (RFC 9457), an answer of something in between (a proxy's 502), silence, or no network.

const PATIENCE = 15_000;
const listeners = new Set();

const BY_STATUS = {
  401: "You are not logged in.",
  403: "Your account may not do that.",
  404: "There is no such thing any more.",
  409: "That contradicts what is there.",
  413: "That is too much at once.",
  429: "That was too often.",
  500: "Something went wrong on our side.",
};

export class ApiProblem extends Error {
  /** `errors` are {field, reason}; `retryAt` is the time before which nothing will change, 0 where unknown. */
  constructor(status, text, errors = [], retryAt = 0) {
    super(text);
    this.name = "ApiProblem";
    this.status = status;
    this.errors = errors;
    this.retryAt = retryAt;
  }

  /** What happened and, where it helps, when to try again. */
  get text() {
    const seconds = Math.ceil((this.retryAt - Date.now()) / 1000);
    return seconds > 0 ? `${this.message} Try again in ${duration(seconds)}.` : this.message;
  }
}

function duration(seconds) {
  if (seconds < 90) return seconds === 1 ? "a second" : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}

/** Calls the listener after every 401 except that of a log-in: the session has ended. */
export function onDenied(listener) {
  listeners.add(listener);
}

/** The texts of a problem, whatever was sent: only strings count. */
async function problem(answer) {
  let body = {};
  try {
    body = (await answer.json()) ?? {};
  } catch {
    // Not ours: a proxy's page.
  }
  const detail = typeof body.detail === "string" && body.detail !== "" ? body.detail : null;
  const errors = (Array.isArray(body.errors) ? body.errors : [])
    .filter((it) => it && typeof it.field === "string" && typeof it.reason === "string");
  const fallback = BY_STATUS[answer.status] ?? (answer.status >= 500 ? "Foyer cannot do that just now." : "That was refused.");
  const number = typeof body.id === "string" ? ` It is logged as ${body.id}.` : "";
  return new ApiProblem(answer.status, (detail ?? fallback) + number, errors, retryAt(answer));
}

/** Retry-After in seconds or as a date (RFC 9110, 10.2.3). */
function retryAt(answer) {
  const given = answer.headers.get("Retry-After");
  if (given === null || (answer.status !== 429 && answer.status !== 503)) return 0;
  const at = /^\d+$/.test(given) ? Date.now() + Number(given) * 1000 : Date.parse(given);
  return Number.isNaN(at) ? 0 : at;
}

function silence(cause, method) {
  if (cause.name === "AbortError") return cause; // the page itself has lost interest
  if (!navigator.onLine) return new ApiProblem(0, "You are offline. Nothing was sent.");
  const perhaps = method === "GET" ? "" : " It may have been done all the same: look before you repeat it.";
  return cause.name === "TimeoutError"
    ? new ApiProblem(0, `No answer came in time.${perhaps}`)
    : new ApiProblem(0, "Foyer cannot be reached. Check your connection and try again.");
}

async function send(method, path, body, signal) {
  const patience = AbortSignal.timeout(PATIENCE);
  try {
    return await fetch(path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
  } catch (cause) {
    throw silence(cause, method);
  }
}

/**
 * Calls and returns the answer's JSON, null where it has none.
 * `signal` gives the call up; `entering` says that a 401 is about what was typed, not about the session.
 */
export async function call(method, path, body, { signal, entering = false } = {}) {
  const answer = await send(method, path, body, signal);
  if (!answer.ok) {
    const wrong = await problem(answer);
    if (answer.status === 401 && !entering) listeners.forEach((listener) => listener(wrong));
    throw wrong;
  }
  if (answer.status === 204) return null;
  try {
    return await answer.json();
  } catch (cause) {
    throw cause instanceof SyntaxError ? new ApiProblem(answer.status, "The answer cannot be read.") : silence(cause, method);
  }
}
