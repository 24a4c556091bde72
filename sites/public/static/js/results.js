// Narrows the results in place. Without this script the choices are a form and every order and page a link.
(() => {
  "use strict";
  const box = document.querySelector("[data-results]");
  const status = document.querySelector("[data-results-status]");
  const wide = matchMedia("(min-width: 64rem)");
  if (!box || !status) return;
  document.documentElement.classList.add("has-script");

  const unfold = () => {
    const fold = box.querySelector("[data-fold]");
    if (fold && wide.matches) fold.open = true;
  };

  const within = (url) => url.origin === location.origin && url.pathname === location.pathname;

  async function show(address, remember) {
    const fold = box.querySelector("[data-fold]");
    const wasOpen = fold ? fold.open : false;
    const focused = document.activeElement;
    const kept = focused && focused.name ? [focused.name, focused.value] : null;
    box.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address, { headers: { "X-Results-Only": "1" }, credentials: "same-origin" });
      if (!response.ok) throw new Error(String(response.status));
      box.innerHTML = await response.text();
    } catch {
      location.assign(address);
      return;
    }
    box.removeAttribute("aria-busy");
    const fresh = box.querySelector("[data-fold]");
    if (fresh) fresh.open = wasOpen;
    unfold();
    if (kept) {
      [...box.querySelectorAll("[data-facets] input")].find((input) => input.name === kept[0] && input.value === kept[1])?.focus();
    } else {
      box.querySelector("h1").setAttribute("tabindex", "-1");
      box.querySelector("h1").focus({ preventScroll: true });
      box.scrollIntoView({ block: "start" });
    }
    status.textContent = box.querySelector("#result-count").textContent.trim();
    if (remember) history.pushState({}, "", address);
  }

  box.addEventListener("change", (event) => {
    const form = event.target.closest("[data-facets]");
    if (!form) return;
    const query = new URLSearchParams(new FormData(form)).toString();
    show(`${form.getAttribute("action")}?${query}`, true);
  });

  box.addEventListener("click", (event) => {
    const link = event.target.closest(".chosen a, .search-bar__orders a, .pagination a, .results__all a");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    const url = new URL(link.href);
    if (!within(url)) return;
    event.preventDefault();
    show(link.getAttribute("href"), true);
  });

  addEventListener("popstate", () => show(location.href, false));
  wide.addEventListener("change", unfold);
  unfold();
})();
