// The digits choose an answer of the scenario; without script the access keys do. Never in a field of text.

const isText = (node) => node.matches("textarea, select, input, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || isText(event.target)) return;
  // Where digits need a shift, as on French keyboards, the key itself is as good.
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1] ?? event.key;
  if (!/^[1-9]$/.test(digit)) return;
  document.querySelector(`[data-choice="${digit}"]`)?.click();
});

// Enter in a field presses the button beside it; without script it searches by what was typed, and compares nothing.
document.addEventListener("keydown", (event) => {
  const button = event.target.closest("[data-enter]")?.dataset.enter;
  if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || !button || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  document.querySelector(`button[name="do"][value="${button}"]`)?.click();
});
