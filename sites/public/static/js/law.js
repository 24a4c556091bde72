// Copies a citation, prints a law, marks the place in the table of contents. Without this script the
// citation can be selected, the browser prints, and the contents are links.
(() => {
  "use strict";
  const button = document.querySelector("[data-copy]");
  if (button && navigator.clipboard) {
    const field = document.getElementById(button.dataset.copy);
    const status = document.querySelector("[data-copied]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        status.textContent = "已复制";
      } catch {
        field.select();
        status.textContent = "请按 Ctrl+C 复制选中的文字";
      }
    });
  }

  const tools = document.querySelector("[data-law-tools]");
  if (tools) {
    tools.hidden = false;
    tools.querySelector("[data-print]").addEventListener("click", () => window.print());
  }

  // What lies above the cited article is laid out only as it comes near: go there again until it holds still.
  const settle = (turns) => {
    const target = document.querySelector(".law-article:target");
    if (!target || !turns) return;
    target.scrollIntoView({ block: "start", behavior: "instant" });
    const wanted = target.getBoundingClientRect().top;
    setTimeout(() => {
      if (Math.abs(target.getBoundingClientRect().top - wanted) > 2) settle(turns - 1);
    }, 60);
  };
  // The browser itself goes there when all is loaded.
  addEventListener("load", () => setTimeout(settle, 0, 10));
  addEventListener("hashchange", () => settle(10));

  const links = new Map();
  for (const link of document.querySelectorAll(".law-aside a")) links.set(link.hash.slice(1), link);
  if (!links.size || !("IntersectionObserver" in window)) return;
  let current = null;
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      current?.removeAttribute("aria-current");
      current = links.get(entry.target.id);
      current.setAttribute("aria-current", "location");
      const box = current.closest("nav");
      const top = current.offsetTop - box.clientHeight / 2;
      box.scrollTo({ top });
    }
  }, { rootMargin: "0px 0px -75% 0px" });
  for (const id of links.keys()) observer.observe(document.getElementById(id));
})();
