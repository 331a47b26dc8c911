// Counts down until the room opens, then asks for it again: the answer leads to the room.
import "./times.js";

const SECOND = 1_000;
const countdown = document.getElementById("countdown");
// By the server's clock, whatever this one says.
const opensIn = Date.parse(countdown.dataset.opensAt) - Date.parse(countdown.dataset.now);
const loaded = performance.now();

function text(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours, minutes, rest] = parts.map((part) => String(part).padStart(2, "0"));
  return hours === "00" ? `${minutes}:${rest}` : `${hours}:${minutes}:${rest}`;
}

function tick() {
  const left = Math.ceil((opensIn - (performance.now() - loaded)) / SECOND);
  if (left <= 0) {
    location.reload();
    return;
  }
  countdown.textContent = text(left);
  countdown.hidden = false;
  setTimeout(tick, SECOND);
}

tick();
