// An open page of a case says every so often that it is still shown, and tells who else is there and what they did meanwhile:
// a comfort, the page says it as it is loaded. Nothing is asked while nobody can see the page.

const box = document.querySelector("[data-presence]");
const form = document.querySelector("[data-presence-token]");
const EVERY = Number(box?.dataset.every) * 1000;
let timer = 0, isOver = false;
const signs = (name, value) => {
  const fields = new FormData(form);
  fields.set(name, value);
  return fields;
};
const words = (node) => node.textContent.replace(/\s+/g, " ").trim();

const tell = (text) => {
  const part = document.createElement("template");
  part.innerHTML = text;
  // What stands there already is not said to a screen reader again.
  if (words(part.content) === words(box)) return;
  const isTyping = document.querySelector("form#deed, form#note");
  for (const link of part.content.querySelectorAll("a")) if (isTyping) link.target = "_blank";
  box.replaceChildren(part.content);
};

const sign = async () => {
  clearTimeout(timer);
  if (document.hidden || isOver) return;
  try {
    const answer = await fetch(box.dataset.presence, {
      method: "POST", body: signs("seen", box.dataset.seen), redirect: "manual", cache: "no-store",
    });
    if (answer.ok) tell(await answer.text());
    else isOver = answer.status < 500; // signed out, or the file is closed to them
  } catch { /* the network is away: the next sign says it */ }
  timer = setTimeout(sign, EVERY);
};

if (box && form) {
  document.addEventListener("visibilitychange", sign);
  addEventListener("pagehide", () => {
    clearTimeout(timer);
    navigator.sendBeacon(box.dataset.presence, signs("leave", "yes"));
  });
  addEventListener("pageshow", sign);
}
