// The desk as it is now: while nobody types, the page is fetched anew every so often. A comfort; loading the page again does the same.

const EVERY = 15000;
const here = document.querySelector(".counter");
const lost = here?.querySelector("[data-lost]");
let version = null; // of what the page shows; while nothing has changed the server says no more than that
const isBusy = () => document.hidden
  || here.querySelector("details[open]")
  || [...here.querySelectorAll("input:not([type=hidden]):not([type=checkbox])")]
    .some((input) => input.value !== input.defaultValue);

const renew = async () => {
  if (isBusy()) return;
  const headers = version ? { "If-None-Match": version } : {};
  const answer = await fetch(here.dataset.now, { redirect: "manual", cache: "no-store", headers }).catch(() => null);
  lost.hidden = Boolean(answer?.ok || answer?.status === 304);
  if (!answer?.ok || isBusy()) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  const sections = (page) => [...page.querySelectorAll(".counter > section:not(.chosen), .counter > details.ended")];
  const [before, after] = [sections(document), sections(next)];
  const focus = document.activeElement;
  if (before.some((part) => part.contains(focus))) return;
  for (const part of before) part.remove();
  here.append(...after);
  here.querySelector(".desk-head p").replaceWith(next.querySelector(".desk-head p"));
  version = answer.headers.get("ETag");
};

// A scanner types wherever the cursor is: where that is in no field, as below a refusal, its code goes into the field for codes, in place
// of the one before.
const code = here?.querySelector("[name=code]:not([type=hidden])");
code?.addEventListener("focus", () => code.select());
if (code && document.activeElement === code) code.select();
// What was just done begins at the upper edge, with what is said above it; the next code is awaited without scrolling down to its field.
if (here?.querySelector("[data-begins]")) {
  code?.focus({ preventScroll: true });
  here.querySelector(":scope > .callout:not([hidden])").scrollIntoView();
}
addEventListener("keydown", (event) => {
  const isInUse = document.activeElement.closest("input, select, textarea, button, a, summary");
  if (!code || isInUse || event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return;
  code.focus();
});

if (here) {
  setInterval(renew, EVERY);
  addEventListener("offline", renew);
  addEventListener("online", renew);
}
