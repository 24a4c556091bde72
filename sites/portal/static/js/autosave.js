// Saves a step while it is being written. Without this script the buttons do the same.
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const status = form.querySelector("[data-autosave-status]");
  const PAUSE = 1500;
  let timer = null;
  let sending = false;
  let changed = false;
  let leaving = false;

  const say = (text) => { status.textContent = text; };
  const clock = () => new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit" }).format(new Date());

  const later = () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  async function save() {
    if (sending || leaving || !changed) return;
    const name = form.elements.namedItem("name");
    if (name && !name.value.trim()) return;
    sending = true;
    changed = false;
    try {
      const response = await fetch(form.action || location.href, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1" },
        credentials: "same-origin",
        redirect: "error",
      });
      if (leaving) return;
      const answer = await response.json();
      if (response.ok) {
        form.elements.namedItem("seen").value = answer.seen;
        if (form.action !== new URL(answer.url, location.href).href) {
          form.action = answer.url;
          history.replaceState(null, "", answer.url);
        }
        say(`已自动保存，${clock()}`);
      } else {
        say(`还没有保存：${Object.values(answer.errors).flat().join(" ")}`);
      }
    } catch {
      changed = true;
      say("网络不通，还没有保存。连上后会再试，也可以按“保存”。");
      timer = setTimeout(save, PAUSE * 6);
    } finally {
      sending = false;
      if (changed) later();
    }
  }

  form.addEventListener("input", later);
  // A submission while an autosave is on its way would meet a newer record than it knows: wait for it.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!sending) { leaving = true; return; }
    event.preventDefault();
    const button = event.submitter;
    const wait = setInterval(() => {
      if (sending) return;
      clearInterval(wait);
      form.requestSubmit(button);
    }, 50);
  });
})();
