/* The screen of a waiting room: follows who is called, or asks where no line stays open, lets languages take turns, keeps the clock, says when it has no connection. */

const POLL = 1500, LONGEST_PAUSE = 15_000, STALE_AFTER = 10_000, REPORT = 5 * 60_000, SILENT = 6_000;
const body = document.body;
const { calls, stream, zone, release } = body.dataset;
const languages = [...new Set([...document.querySelectorAll("header [data-language]")].map((part) => part.dataset.language))];
const stale = document.querySelector(".stale");
const blank = document.querySelector("template[data-call]").content.firstElementChild;
let ahead = Number(body.dataset.now) - Date.now(); // of the clock of this device
let answeredAt = performance.now(), asOf = new Date(Number(body.dataset.now)), failures = 0;
let shown = Math.max(0, languages.indexOf(document.querySelector("header [data-language]:not([hidden])")?.dataset.language));
let toldAt = -SILENT; // by the stream, which says every four seconds that it is there
let keys = keysOf(document.querySelectorAll("[data-list=called] > li"));

function keysOf(items) {
  return new Set([...items].map((item) => item.dataset.key));
}

function time(date, language) {
  return new Intl.DateTimeFormat([language, "en"], { hour: "numeric", minute: "2-digit", timeZone: zone }).format(date);
}

/* Till when the office is closed: the time, and the day where that is another one. */
function end(date, language) {
  const day = (moment) => new Intl.DateTimeFormat("en", { dateStyle: "short", timeZone: zone }).format(moment);
  if (day(date) === day(new Date(Date.now() + ahead))) return time(date, language);
  return new Intl.DateTimeFormat([language, "en"], { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit", timeZone: zone }).format(date);
}

function fill(element, name, value) {
  const places = element.dataset.fill === name ? [element] : element.querySelectorAll(`[data-fill=${name}]`);
  for (const place of places) place.textContent = value;
}

/* The whole screen turns with its language: a number stands where the sentence about it begins. */
function showLanguage() {
  for (const part of document.querySelectorAll("[data-language]")) part.hidden = part.dataset.language !== languages[shown];
  body.dir = document.querySelector("header [data-language]:not([hidden])")?.dir ?? "";
}

function list(name, entries) {
  document.querySelector(`[data-list=${name}]`).replaceChildren(...entries.map((entry) => {
    const item = blank.cloneNode(true);
    item.dataset.key = entry.key;
    item.classList.toggle("fresh", name === "called" && !keys.has(entry.key));
    fill(item, "number", entry.number);
    fill(item, "desk", entry.desk);
    return item;
  }));
}

function show(board) {
  if (board.notices !== undefined) showNotices(board.notices);
  const before = [...document.querySelectorAll("[data-list=called] > li")].map((item) => item.dataset.key).join();
  if (before !== board.called.map((entry) => entry.key).join()) list("called", board.called);
  list("before", board.before);
  document.querySelector("[data-nobody]").hidden = board.called.length > 0;
  fill(document.querySelector(".waiting"), "count", board.waiting);
  const estimate = document.querySelector("[data-estimate]");
  estimate.hidden = !board.estimate_minutes;
  fill(estimate, "minutes", board.estimate_minutes ?? "");
  const closed = document.querySelector("[data-closed]");
  closed.hidden = !board.closed_until;
  if (board.closed_until) for (const part of closed.children) fill(part, "time", end(new Date(board.closed_until), part.lang));
  const closes = document.querySelector("[data-closes]");
  closes.hidden = !board.closes_at || !!board.closed_until;
  if (board.closes_at) for (const part of closes.children) {
    fill(part, "time", end(new Date(board.closes_at), part.lang));
    part.querySelector("[data-again]").hidden = !board.opens_again_at;
    if (board.opens_again_at) fill(part, "again", end(new Date(board.opens_again_at), part.lang));
  }
  const news = board.called.filter((entry) => !keys.has(entry.key));
  keys = new Set(board.called.map((entry) => entry.key));
  showLanguage();
  if (news.length) document.dispatchEvent(new CustomEvent("called", { detail: { entries: news, languages } }));
}

/* Web notices come with every language of screens; those of other screens go. */
function showNotices(text) {
  const place = document.querySelector("[data-notices]");
  place.innerHTML = text;
  for (const part of place.querySelectorAll("[data-language]")) if (!languages.includes(part.dataset.language)) part.remove();
  showLanguage();
}

function heard(at) {
  if (at) ahead = at - Date.now();
  asOf = new Date(Date.now() + ahead);
  answeredAt = performance.now();
}

/* The browser opens a lost line by itself; where the server refuses it, the polls know what to do. */
function follow() {
  const line = new EventSource(stream);
  const told = (at) => {
    heard(at);
    toldAt = performance.now();
    tick();
  };
  line.addEventListener("message", (event) => {
    show(JSON.parse(event.data));
    told();
  });
  line.addEventListener("notices", (event) => showNotices(JSON.parse(event.data)));
  line.addEventListener("beat", (event) => told(Number(event.data)));
  line.addEventListener("error", () => {
    toldAt = -SILENT;
    if (line.readyState === EventSource.CLOSED) setTimeout(follow, LONGEST_PAUSE);
  });
}

async function ask() {
  const answer = await fetch(calls, { signal: AbortSignal.timeout(8000) });
  if (answer.status === 404) location.reload(); // taken away: the page shows a code again
  if (!answer.ok) throw new Error(String(answer.status));
  const board = await answer.json();
  heard(Date.parse(answer.headers.get("Date") ?? ""));
  show(board);
}

async function poll() {
  try {
    if (performance.now() - toldAt > SILENT) await ask();
    failures = 0;
  } catch {
    failures += 1;
  }
  tick();
  setTimeout(poll, Math.min(POLL * 2 ** Math.min(failures, 4), LONGEST_PAUSE) * (failures ? 0.75 + Math.random() / 2 : 1));
}

function tick() {
  const isStale = performance.now() - answeredAt > STALE_AFTER;
  for (const part of document.querySelectorAll("[data-clock]")) part.textContent = time(new Date(Date.now() + ahead), part.lang);
  for (const part of document.querySelectorAll("[data-as-of]")) fill(part, "time", time(asOf, part.lang));
  if (isStale && stale.hidden) for (const part of stale.children) fill(part, "time", time(asOf, part.lang));
  stale.hidden = !isStale;
  body.classList.toggle("is-stale", isStale);
}

/* Staff see when a screen was last there; a new release is taken once it answers. */
async function report() {
  try {
    const answer = await fetch(location.href, { signal: AbortSignal.timeout(8000) });
    const text = answer.ok ? await answer.text() : "";
    if (text.includes("data-display") && !text.includes(`data-release="${release}"`)) location.reload();
  } catch { /* the banner says it */ }
}

setInterval(tick, 1000);
setInterval(() => { shown = (shown + 1) % languages.length; showLanguage(); }, Number(body.dataset.turn) * 1000);
setInterval(report, REPORT);
setTimeout(poll, POLL);
follow();
showNotices(document.querySelector("[data-notices]").innerHTML);
