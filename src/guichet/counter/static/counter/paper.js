// Prints a ticket, and goes back when the browser is done with it, printed or not.
const back = () => location.replace(document.body.dataset.back);
addEventListener("afterprint", back);
addEventListener("load", () => print());
const button = document.querySelector("[data-print]"); // where the browser did not print by itself
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
