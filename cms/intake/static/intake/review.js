// 键盘与全选：没有脚本时，逐行勾选照样可用。
(() => {
  const form = document.querySelector("[data-review]");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-review-row]")];
  const all = form.querySelector("[data-review-all]");
  all.hidden = false;
  all.addEventListener("change", () => rows.forEach((row) => { row.checked = all.checked; }));
  form.querySelector("[data-review-keys]").hidden = false;
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
    const step = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (typing || !step || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = rows.indexOf(document.activeElement);
    const next = rows[Math.min(Math.max(place + step, 0), rows.length - 1)];
    if (next) { next.focus(); event.preventDefault(); }
  });
})();
