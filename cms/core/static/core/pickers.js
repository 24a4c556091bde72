// A long list of choices is found by writing. Without this script the whole list stands there.
(() => {
  "use strict";
  const LONG = 20;
  const SHOWN = 8;
  const plain = (text) => text.toLowerCase().replace(/[\s《》、，（）()·"“”]/g, "");
  const found = (element, label, asked) =>
    !asked || plain(label).includes(asked) || (element.dataset.find || "").toLowerCase().split(" ").some((each) => each.includes(asked));

  function box(name, before) {
    const input = document.createElement("input");
    input.type = "search";
    input.autocomplete = "off";
    input.className = "picker";
    input.placeholder = "写汉字、拼音或首字母查找";
    input.setAttribute("aria-label", `查找${name}`);
    const told = document.createElement("p");
    told.className = "picker__told muted small";
    told.setAttribute("role", "status");
    before.before(input, told);
    return { input, told };
  }

  function labelled(element) {
    const wrapper = element.closest(".w-panel__wrapper");
    const panel = element.closest(".w-panel");
    const label =
      (element.id && (document.getElementById(`${element.id}-label`) || document.querySelector(`label[for="${element.id}"]`))) ||
      (wrapper && wrapper.querySelector(".w-field__label")) ||
      (element.closest("fieldset") || element).querySelector("legend") ||
      (panel && panel.querySelector("[data-panel-heading-text]"));
    return label ? label.textContent.replace(/[*\s]|必填/g, "") : "";
  }

  function ofBoxes(group, inputs) {
    const rows = inputs.map((each) => ({ each, row: each.closest("label").parentElement, label: each.closest("label").textContent }));
    const { input, told } = box(labelled(group), group);
    // What was folded for its length is short now.
    const folded = group.closest("details");
    if (folded) {
      folded.open = true;
      folded.querySelector("summary").hidden = true;
    }
    const show = () => {
      const asked = plain(input.value);
      let free = SHOWN;
      let matches = 0;
      for (const { each, row, label } of rows) {
        const is = found(each, label, asked);
        matches += is;
        row.hidden = !(each.checked || (is && free > 0));
        if (is && !each.checked) free -= 1;
      }
      const chosen = inputs.filter((each) => each.checked).length;
      told.textContent = `已选 ${chosen} 项，${asked ? `找到 ${matches} 项` : `共 ${inputs.length} 项`}`;
    };
    input.addEventListener("input", show);
    group.addEventListener("change", show);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      // Nothing is sent; what alone is found is chosen.
      event.preventDefault();
      const asked = plain(input.value);
      const only = asked ? rows.filter(({ each, label }) => found(each, label, asked)) : [];
      if (only.length === 1 && !only[0].each.checked) only[0].each.click();
    });
    show();
  }

  function ofSelect(select) {
    const options = [...select.options];
    const { input, told } = box(labelled(select), select);
    const show = () => {
      const asked = plain(input.value);
      const kept = select.value;
      const shown = options.filter((each) => each.value === "" || each.value === kept || found(each, each.textContent, asked));
      select.replaceChildren(...shown);
      select.value = kept;
      const matches = shown.filter((each) => each.value !== "" && found(each, each.textContent, asked));
      told.textContent = asked ? `找到 ${matches.length} 项` : "";
      return matches;
    };
    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const matches = show();
      if (input.value && matches.length) {
        select.value = matches[0].value;
        select.dispatchEvent(new Event("change", { bubbles: true }));
        told.textContent = `已选“${matches[0].textContent.trim()}”`;
      }
    });
  }

  function look() {
    const groups = new Map();
    for (const each of document.querySelectorAll("input[type=checkbox][data-find]")) {
      const group = each.closest("label").parentElement.parentElement;
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(each);
    }
    for (const [group, inputs] of groups) {
      if (inputs.length <= LONG || group.dataset.picked) continue;
      group.dataset.picked = "1";
      ofBoxes(group, inputs);
    }
    for (const select of document.querySelectorAll("select:not([data-picked])")) {
      if (select.options.length <= LONG || !select.querySelector("[data-find]")) continue;
      select.dataset.picked = "1";
      ofSelect(select);
    }
  }

  let waiting = false;
  // Blocks of the editor come later.
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; look(); });
  }).observe(document.documentElement, { childList: true, subtree: true });
  look();
})();
