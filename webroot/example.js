// The request that books an evaluation: to this very server, with an id that no other has, of a moment to come.
import { webhookSecret } from "/capabilities.js";
import { say } from "/layout.js";

const AHEAD = 20 * 60_000;
const at = (id) => document.getElementById(id);

function command() {
  const now = Date.now();
  const begin = new Date(now + AHEAD).toISOString().replace(/\.\d+/, "");
  return `curl -i ${location.origin}/webhooks \\
  -H 'X-Model: scale_team' -H 'X-Event: create' \\
  -H 'X-Secret: ${webhookSecret || "YOUR-SECRET"}' -H 'X-Delivery: try-${now}' \\
  -H 'Content-Type: application/json' \\
  -d '{"id": ${now}, "begin_at": "${begin}",
       "user": {"login": "evalice"}, "team": {"id": 770042}}'`;
}

async function copy() {
  try {
    await navigator.clipboard.writeText(at("try").textContent);
    say("Copied.");
  } catch {
    getSelection().selectAllChildren(at("try")); // no clipboard without TLS: by hand then
  }
}

export function drawExample() {
  at("try").textContent = command();
  at("try-secret").hidden = webhookSecret !== "";
  at("try-copy").hidden = false;
  at("try-copy").addEventListener("click", copy);
}
