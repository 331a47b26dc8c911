// Runs before the first paint, so that a page never flashes in the wrong light: everything else of the
// frame is a module, and modules come later. Without a kept choice the system's holds (foyer.css).
"use strict";

try {
  const kept = localStorage.getItem("foyer.theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
} catch {
  // Storage is forbidden here: the system's light holds.
}
