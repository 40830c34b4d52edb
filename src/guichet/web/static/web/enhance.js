// Comforts for pages that work without them, each attached by a data- attribute.

const all = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);
const announcer = document.querySelector("[data-announcer]");
const announce = (text) => {
  if (announcer) announcer.textContent = text;
};
const clock = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

// A page of a person is never shown from memory: the next one at this computer may press "back".
addEventListener("pageshow", (event) => {
  if (event.persisted && document.body.hasAttribute("data-private")) location.reload();
  all("form", (form) => delete form.dataset.sent);
});

// The answer to a sent form cannot be shown again: "back" and "reload" lead to the page of its address instead of the browser's
// own page of an error.
if (document.body.hasAttribute("data-sent")) history.replaceState(history.state, "", location.href);

// A double press sends a form once.
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => {
    delete form.dataset.sent;
    event.submitter?.removeAttribute("aria-disabled");
  }, 8000);
});

// What must be mended is read first.
document.querySelector("[data-focus]")?.focus();

// The language menu closes as menus do.
all("[data-menu]", (menu) => {
  addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

// How long a place is still held.
all("[data-countdown]", (box) => {
  const left = box.querySelector("[data-left]");
  // The page knows the seconds that were left when it was made: the clock of a phone may be wrong.
  const end = performance.now() + Number(box.dataset.countdown) * 1000;
  let warned = false;
  left.hidden = false;
  const tick = () => {
    const seconds = Math.max(0, (end - performance.now()) / 1000);
    left.textContent = clock(seconds);
    if (seconds <= 60 && !warned) {
      warned = true;
      box.classList.add("soon");
      announce(box.dataset.soon);
    }
    if (seconds > 0) return setTimeout(tick, 250);
    box.classList.add("over");
    box.firstElementChild.textContent = box.dataset.over;
    left.hidden = true;
    // What can be asked for only while a place is held is no longer offered.
    all("[data-until-over]", (offer) => (offer.hidden = true));
    announce(box.dataset.over);
  };
  tick();
});

// Numbers can be copied, pages printed.
if (navigator.clipboard) {
  all("[data-copy]", (number) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button plain small";
    button.textContent = number.dataset.copyLabel;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(number.textContent.trim());
      button.textContent = number.dataset.copied;
      announce(number.dataset.copied);
    });
    number.after(button);
  });
}
all("[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});

// On a shared computer a page that is left alone asks, and then erases the visit.
all("[data-time-out]", (dialog) => {
  const last = Number(dialog.dataset.last);
  let touched = performance.now();
  const touch = () => {
    if (!dialog.open) touched = performance.now();
  };
  ["keydown", "pointerdown", "pointermove", "input", "scroll"].forEach((name) =>
    addEventListener(name, touch, { passive: true }),
  );
  dialog.addEventListener("close", () => (touched = performance.now()));
  dialog.querySelector("[data-stay]").addEventListener("click", () => dialog.close());
  setInterval(() => {
    const idle = (performance.now() - touched) / 1000 - Number(dialog.dataset.after);
    if (idle < 0) return;
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("[data-left]").textContent = clock(Math.max(0, last - idle));
    if (idle >= last) dialog.querySelector("[data-finish]").requestSubmit();
  }, 500);
});
