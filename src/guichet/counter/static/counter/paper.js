// Prints a ticket, and goes back when the browser is done with it, printed or not.
const back = () => location.replace(document.body.dataset.back);
addEventListener("afterprint", back);
addEventListener("load", () => print());
