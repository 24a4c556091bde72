// Marks one question as soon as it is answered. Without this script the button at the end marks them all.
(() => {
  "use strict";
  const MISSING = "还没有选，请先选答案再核对。";
  const form = document.querySelector(".quiz form");
  if (!form) return;
  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  const told = document.querySelector("[data-told]");
  for (const button of form.querySelectorAll("[data-check]")) button.hidden = false;

  form.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-check]");
    if (!button) return;
    event.preventDefault();
    const question = button.closest("[data-question]");
    const parts = [...question.querySelectorAll("fieldset")];
    if (parts.some((part) => !part.querySelector("input:checked"))) {
      told.textContent = MISSING;
      if (!question.querySelector(".quiz-missing")) {
        const missing = Object.assign(document.createElement("span"), { className: "quiz-missing", textContent: MISSING });
        missing.setAttribute("aria-hidden", "true");
        button.after(missing);
      }
      (parts.find((part) => !part.querySelector("input:checked"))).querySelector("input").focus();
      return;
    }
    const sent = new FormData();
    sent.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const input of question.querySelectorAll("input:checked")) sent.append(input.name, input.value);
    button.disabled = true;
    try {
      const answer = await fetch(form.action.split("#")[0], { method: "POST", body: sent });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const marked = document.adoptNode(page.getElementById(question.id));
      question.replaceWith(marked);
      told.textContent = [...marked.querySelectorAll(".quiz-verdict")].map((each) => each.textContent).join("");
      marked.querySelector(".quiz-number").focus({ preventScroll: true });
      if (!form.querySelector("fieldset")) form.querySelector(".actions:last-child .button")?.remove();
    } catch {
      form.submit();
    }
  });
})();
