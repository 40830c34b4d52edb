// A ticket's page follows its ticket: it asks every ten seconds, shows what has changed in the page's own words, and tells a phone that
// lies on a table. Nothing is spoken. Without script the page loads again by itself.

const box = document.querySelector("[data-follow]");
const announcer = document.querySelector("[data-announcer]");
const EVERY = 10, LONGEST = 120, ENDED = 60; // seconds between two questions: as a rule, where the line is lost, once it is over
const SHOWN_FOR = 60; // seconds after which the page is told anew even if nothing has changed, for its times count from now
const OPEN = new Set(["waiting", "called", "parked", "in_service"]);
const part = (name, root = box) => root.querySelector(`[data-${name}]`);
let wait = EVERY, timer = 0, isAsking = false, isAwaited = false, last = "", shownAt = performance.now(), heardAt = new Date();

const signal = () => {
  navigator.vibrate?.([600, 300, 600, 300, 600]);
  part("place").classList.add("flashes");
};

// The new copy of the page, part by part: a button that somebody is about to press stays where nothing has changed.
const show = (page) => {
  const fresh = page.querySelector("[data-follow]");
  if (!fresh) return location.reload();
  const [before, after] = [part("place"), part("place", fresh)];
  const isCalled = after.dataset.state === "called" && after.dataset.called !== before.dataset.called;
  const hasMoved = after.dataset.state !== before.dataset.state;
  before.replaceWith(after);
  if (part("deeds").dataset.deeds !== part("deeds", fresh).dataset.deeds) {
    const hadFocus = part("deeds").contains(document.activeElement);
    part("deeds").replaceWith(part("deeds", fresh));
    if (hadFocus) after.querySelector("h1").focus();
  }
  document.title = page.title;
  if (hasMoved || isCalled) announcer.textContent = `${after.querySelector("h1").textContent} ${part("sentence", after).textContent}`;
  if (isCalled) signal();
  shownAt = performance.now();
};

const get = async (address) => {
  const answer = await fetch(address, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(8000) });
  if (answer.status === 404) return location.reload();
  if (!answer.ok) throw new Error(answer.status);
  heardAt = new Date(answer.headers.get("Date") ?? Date.now()); // the clock of a phone may be wrong
  return answer.text();
};

const follow = async () => {
  const place = await get(box.dataset.follow);
  if (!place) return;
  const { state } = JSON.parse(place);
  const isOld = performance.now() - shownAt > SHOWN_FOR * 1000;
  // Somebody who is called a second time is in the same state as before.
  if (place !== last || isOld || state === "called") {
    const text = await get(box.dataset.page);
    if (!text) return;
    show(new DOMParser().parseFromString(text, "text/html"));
    last = place;
  }
  wait = OPEN.has(state) ? EVERY : ENDED;
  part("lost").hidden = true;
};

const isLost = () => {
  wait = Math.min(wait * 2, LONGEST);
  if (!part("lost").hidden) return;
  const language = `${document.documentElement.lang}-u-nu-latn`;
  const style = { hour: "numeric", minute: "2-digit", timeZone: box.dataset.zone };
  const sentence = part("lost-since");
  sentence.textContent = sentence.dataset.lostSince.replace("…", new Intl.DateTimeFormat(language, style).format(heardAt));
  part("lost").hidden = false;
  announcer.textContent = sentence.textContent;
};

const ask = async () => {
  if (isAsking) return;
  isAsking = true;
  clearTimeout(timer);
  try {
    await follow();
  } catch {
    isLost();
  }
  isAsking = false;
  timer = setTimeout(ask, (isAwaited ? 1 : wait) * 1000);
  isAwaited = false;
};

// A phone that wakes up, or finds its network again, does not wait for its turn, nor for a question that the dead line still holds. The
// network is told to be there a moment before it is.
const askSoon = () => {
  wait = EVERY / 2;
  isAwaited = isAsking;
  if (isAsking) return;
  clearTimeout(timer);
  timer = setTimeout(ask, 700);
};

if (box) {
  timer = setTimeout(ask, EVERY * 1000);
  addEventListener("online", askSoon);
  document.addEventListener("visibilitychange", () => document.hidden || askSoon());
  if (part("place").dataset.state === "called") signal();
}
