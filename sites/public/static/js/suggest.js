// Suggestions under a search field, as a combobox (WAI-ARIA). Without this script the field is a plain form.
(() => {
  "use strict";
  const PAUSE = 120;
  let number = 0;

  for (const form of document.querySelectorAll("form[data-suggest]")) attach(form);

  function attach(form) {
    const field = form.querySelector("input[type=search]");
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = `suggestions-${++number}`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "联想");
    form.append(list);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) field.setAttribute(name, value);

    let timer = null;
    let asked = "";
    let found = [];
    let chosen = -1;
    let composing = false;

    const close = () => {
      list.hidden = true;
      chosen = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };

    const choose = (index) => {
      chosen = index;
      [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === index)));
      if (index < 0) field.removeAttribute("aria-activedescendant");
      else field.setAttribute("aria-activedescendant", list.children[index].id);
    };

    const go = (suggestion) => {
      close();
      if (suggestion.url) {
        location.assign(suggestion.url);
      } else {
        field.value = suggestion.text;
        form.requestSubmit();
      }
    };

    const show = () => {
      list.replaceChildren(...found.map((suggestion, place) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${place}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const kind = document.createElement("span");
        kind.textContent = suggestion.kind_label;
        item.append(suggestion.text, kind);
        item.addEventListener("pointerdown", (event) => { event.preventDefault(); });
        item.addEventListener("click", () => go(suggestion));
        return item;
      }));
      chosen = -1;
      field.removeAttribute("aria-activedescendant");
      list.hidden = !found.length;
      field.setAttribute("aria-expanded", String(found.length > 0));
    };

    const ask = async () => {
      const typed = field.value.trim();
      if (!typed) { found = []; asked = ""; close(); return; }
      if (typed === asked) { if (found.length) show(); return; }
      asked = typed;
      try {
        const response = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed)}`);
        if (!response.ok) return;
        const answer = await response.json();
        if (typed !== field.value.trim() || document.activeElement !== field) return;
        found = answer.suggestions;
        show();
      } catch {
        // Offline or refused: the form still works.
      }
    };

    const later = () => { clearTimeout(timer); if (!composing) timer = setTimeout(ask, PAUSE); };
    field.addEventListener("input", later);
    field.addEventListener("compositionstart", () => { composing = true; });
    field.addEventListener("compositionend", () => { composing = false; later(); });
    field.addEventListener("blur", close);
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); return; }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) { if (found.length && event.key === "ArrowDown") { event.preventDefault(); show(); } return; }
        event.preventDefault();
        const places = found.length + 1;
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose((chosen + 1 + step + places) % places - 1);
      }
      if (event.key === "Enter" && !list.hidden && chosen >= 0) { event.preventDefault(); go(found[chosen]); }
    });
  }
})();
