// Typing keeps a session awake: a long answer is not lost because no page was opened meanwhile.

const PAUSE = 4 * 60 * 1000;
let told = performance.now();
addEventListener("input", () => {
  if (performance.now() - told < PAUSE) return;
  told = performance.now();
  fetch(document.body.dataset.awake, { credentials: "same-origin", cache: "no-store" });
});
