// Runs before the first paint, so that a page never flashes in the wrong light or with what is meant for
// somebody else: the rest of the shell is modules, and modules come later. Without a kept choice the
// system's light holds (foyer.css). session.js keeps the remark of who is logged in.
"use strict";

try {
  const kept = localStorage.getItem("foyer.theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
  if (localStorage.getItem("foyer.session") !== null) document.documentElement.dataset.session = "in";
} catch {
  // Storage is forbidden here: the system's light holds, and nobody is known yet.
}
