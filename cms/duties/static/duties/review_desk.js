// Keys of the review desk. Without this script its links and buttons do the same.
(() => {
  "use strict";
  const desk = document.querySelector("[data-review-desk]");
  if (!desk) return;
  const offer = desk.querySelector("[data-review-keys]");
  const box = offer.querySelector("input");
  const OFF = "review-keys-off";
  const STEPS = { j: "next", k: "previous", a: "approve", p: "approve_publish", r: "return" };
  offer.hidden = false;
  box.checked = !localStorage.getItem(OFF);
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1");
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
    const step = STEPS[event.key.toLowerCase()];
    const held = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat;
    if (!step || typing || held || !box.checked) return;
    const target = desk.querySelector(`[data-step="${step}"]`);
    if (target) { event.preventDefault(); target.click(); }
  });
})();
