// A page that shows how things stand now is fetched anew every so often: a comfort, its link does the same without script. It stops
// while nobody can see it, while somebody is in it with the keyboard, and for as long as they like.

const EVERY = 15000;
const box = document.querySelector("[data-live]");
const pause = document.querySelector("[data-pause]");
const lost = document.querySelector("[data-lost]");
let isPaused = false;

const renew = async () => {
  if (document.hidden || isPaused || box.contains(document.activeElement)) return;
  const answer = await fetch(box.dataset.live, { redirect: "manual", cache: "no-store" }).catch(() => null);
  lost.hidden = Boolean(answer?.ok);
  if (!answer?.ok || isPaused || box.contains(document.activeElement)) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
  if (next) box.replaceChildren(...next.childNodes);
};

if (box) {
  pause.hidden = false;
  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    pause.setAttribute("aria-pressed", String(isPaused));
    if (!isPaused) renew();
  });
  setInterval(renew, EVERY);
  addEventListener("offline", renew);
  addEventListener("online", renew);
}
