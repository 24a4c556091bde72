/* The editor saves by itself while somebody writes. A button pressed meanwhile waits until that is done, so that
   a page is neither made twice nor newer than the form that is sent; afterwards nothing is saved by itself. */
(() => {
  let saving = false;
  let leaving = false;

  document.addEventListener("w-autosave:save", (event) => {
    if (leaving) event.preventDefault();
    else saving = true;
  });

  const settled = () => {
    saving = false;
    document.dispatchEvent(new Event("zhifa:saved"));
  };
  document.addEventListener("w-autosave:success", settled);
  document.addEventListener("w-autosave:error", settled);

  const send = (form, button) => {
    // Pressed once, a button is switched off against the second tap, and what is off is not sent.
    if (button) button.disabled = false;
    form.requestSubmit(button);
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-edit-form]")) return;
    if (!saving) { leaving = true; return; }
    event.preventDefault();
    event.stopPropagation();
    const { target, submitter } = event;
    // Only after those who write into the form which version it is now.
    document.addEventListener("zhifa:saved", () => setTimeout(send, 0, target, submitter), { once: true });
  }, { capture: true });
})();
