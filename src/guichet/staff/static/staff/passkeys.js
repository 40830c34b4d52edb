// Passkeys: the browser asks the key, and the form carries its answer. `webauthnJSON` is allauth's.

const problem = document.querySelector("[data-passkey-problem]");

document.querySelectorAll("form[data-passkey]").forEach((form) => {
  form.addEventListener("submit", async (event) => {
    const field = form.elements.credential;
    if (field.value) return;
    event.preventDefault();
    // Not the double press that enhance.js stops: the form has not been sent yet.
    event.stopImmediatePropagation();
    if (problem) problem.hidden = true;
    try {
      const ask = globalThis.webauthnJSON[form.dataset.passkey];
      field.value = JSON.stringify(await ask(JSON.parse(form.dataset.options)));
      form.requestSubmit();
    } catch {
      field.value = "";
      if (problem) problem.hidden = false;
    }
  });
});

document.querySelectorAll("[data-needs-passkey]").forEach((part) => {
  part.hidden = !globalThis.PublicKeyCredential;
});
