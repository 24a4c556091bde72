// Keeps each answer as it is given and tells the time that is left by the server's clock. Without this script
// the button keeps them, and the page says when it ends.
(() => {
  "use strict";
  const form = document.querySelector("[data-exam]");
  if (!form) return;
  const clock = form.querySelector("[data-clock]");
  const saved = form.querySelector("[data-saved]");
  let ends = performance.now() + Number(form.dataset.left) * 1000;
  let waiting = false;
  let again = 0;

  const keep = async () => {
    clearTimeout(again);
    waiting = true;
    const sent = new FormData(form);
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent, headers: { "X-Requested-With": "keep" } });
      if (answer.status === 409) return location.assign(form.dataset.over);
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      ends = performance.now() + (await answer.json()).left * 1000;
      waiting = false;
      saved.textContent = "已保存";
    } catch {
      saved.textContent = "没有连上，答案先留在这一页，连上后自动保存";
      again = setTimeout(keep, 5000);
    }
  };

  form.addEventListener("change", keep);
  addEventListener("online", () => waiting && keep());

  const tell = () => {
    const left = Math.max(Math.round((ends - performance.now()) / 1000), 0);
    clock.textContent = left > 120 ? `还剩${Math.ceil(left / 60)}分钟` : `还剩${left}秒`;
    if (left) return setTimeout(tell, 1000);
    // The server ends it by its own clock; this page only goes and looks.
    setTimeout(() => location.assign(form.dataset.over), 16000);
    return keep();
  };
  tell();
})();
