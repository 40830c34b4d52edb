/* Web notices on a page that stays open for hours (a screen of staff, a kiosk): asked for anew each second while somebody can see it. */

const OFTEN = 1000, LONGEST_PAUSE = 15_000;
const place = document.querySelector("[data-follow-notices]");
let mark = place.dataset.mark, failures = 0, timer = 0;

async function ask() {
  clearTimeout(timer);
  timer = 0;
  if (document.hidden) return;
  try {
    const answer = await fetch(place.dataset.followNotices, { credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(8000), headers: { "If-None-Match": mark } });
    if (answer.status === 200) {
      const text = await answer.text();
      mark = answer.headers.get("ETag");
      if (place.innerHTML !== text) place.innerHTML = text;
    } else if (answer.status !== 304) throw new Error(String(answer.status));
    failures = 0;
  } catch {
    failures += 1; // what stands there stays
  }
  clearTimeout(timer);
  timer = setTimeout(ask, Math.min(OFTEN * 2 ** Math.min(failures, 4), LONGEST_PAUSE));
}

document.addEventListener("visibilitychange", ask);
addEventListener("online", ask);
timer = setTimeout(ask, OFTEN);
