// Typing keeps a session awake: a long answer is not lost because no page was opened meanwhile.

const PAUSE = 4 * 60 * 1000;
let told = performance.now();
const awake = () => {
  told = performance.now();
  return fetch(document.body.dataset.awake, { credentials: "same-origin", cache: "no-store", redirect: "manual" });
};
addEventListener("input", () => {
  if (isWarned()) stay();
  else if (performance.now() - told >= PAUSE) awake().catch(() => null);
});

// A session that nobody uses ends, and the page says so before. The server knows when: another window may have used it since.
const SOON = 120;
const FIRST = 30;
const box = document.querySelector("[data-session]");
let parts = [];
let timer;

const isWarned = () => parts.some((part) => part.dataset.when === "idle" && !part.hidden);
const place = () => {
  document.body.append(box.content);
  parts = [...document.querySelectorAll("[data-when]")];
  document.querySelector("[data-stay]").addEventListener("click", stay);
  document.querySelector("dialog[data-when]").addEventListener("cancel", (event) => event.preventDefault());
};
const show = (when) => {
  if (!when && !parts.length) return;
  if (!parts.length) place();
  const over = document.querySelector("dialog[data-when]");
  for (const part of parts) part.hidden = part.dataset.when !== when;
  const isOver = when === over.dataset.when;
  document.body.toggleAttribute("data-over", isOver);
  if (isOver && !over.open) over.showModal();
  if (!isOver && over.open) over.close();
};
const lookIn = (seconds) => {
  clearTimeout(timer);
  timer = setTimeout(look, seconds * 1000);
};
const look = async () => {
  clearTimeout(timer);
  const answer = await fetch(box.dataset.session, { redirect: "manual", cache: "no-store" }).catch(() => null);
  if (!answer || answer.status >= 500) return lookIn(FIRST);
  const left = answer.ok ? await answer.json() : null;
  // It has ended, or somebody else has signed in: the page is covered until its own account looks at it again.
  if (!left || String(left.account) !== box.dataset.account) return show("over");
  show(left.seconds <= SOON ? left.why : "");
  lookIn(left.seconds > SOON ? left.seconds - SOON : Math.min(15, left.seconds + 1));
};
const stay = async () => {
  show("");
  await awake().catch(() => null);
  look();
};

// A page that the browser kept whole may be of somebody who has gone: it stays covered until the server knows its account.
addEventListener("pageshow", async (event) => {
  if (!event.persisted) return;
  document.body.toggleAttribute("data-over", true);
  const answer = await fetch(box.dataset.session, { redirect: "manual", cache: "no-store" }).catch(() => null);
  const account = answer?.ok ? String((await answer.json()).account) : "";
  if (account !== box.dataset.account) return location.reload();
  document.body.toggleAttribute("data-over", false);
});
addEventListener("focus", look);
lookIn(FIRST);
