// What shows how things stand now, a page or a part of one, is fetched anew every so often: a comfort, the page says it as it is
// loaded. It stops while nobody can see it, while somebody is in it with the keyboard, and for as long as they like. What has not
// changed is left alone: a screen reader hears only what is new.

const EVERY = 15; // seconds, where a box says nothing else
const boxes = [...document.querySelectorAll("[data-live]")];
const pause = document.querySelector("[data-pause]");
const lost = document.querySelector("[data-lost]");
let isPaused = false;

const rests = (box) => document.hidden || isPaused || box.contains(document.activeElement);
const words = (node) => node.textContent.replace(/\s+/g, " ").trim();

const renew = async (box) => {
  if (rests(box)) return;
  const answer = await fetch(box.dataset.live, { redirect: "manual", cache: "no-store" }).catch(() => null);
  if (lost) lost.hidden = Boolean(answer?.ok);
  if (!answer?.ok || rests(box)) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
  if (next && next.innerHTML !== box.innerHTML) tell(box, next);
};

// Of a part that is spoken, the lines that stand there already stay.
const tell = (box, next) => {
  if (box.getAttribute("role") !== "status") {
    box.replaceChildren(...next.childNodes);
    return;
  }
  const stands = new Map([...box.children].map((line) => [words(line), line]));
  const lines = [...next.children].map((line) => stands.get(words(line)) ?? line);
  for (const line of stands.values()) if (!lines.includes(line)) line.remove();
  lines.forEach((line, place) => {
    if (box.children[place] !== line) box.insertBefore(line, box.children[place] ?? null);
  });
};

const renewAll = () => boxes.forEach(renew);

if (boxes.length) {
  if (pause) {
    pause.hidden = false;
    pause.addEventListener("click", () => {
      isPaused = !isPaused;
      pause.setAttribute("aria-pressed", String(isPaused));
      if (!isPaused) renewAll();
    });
  }
  for (const box of boxes) setInterval(renew, Number(box.dataset.every ?? EVERY) * 1000, box);
  addEventListener("offline", renewAll);
  addEventListener("online", renewAll);
}
