// An open page of a case or a question says every so often that it is still shown, and tells who else is there and what they
// did meanwhile: a comfort, the page says it as it is loaded. Nothing is asked while nobody can see the page.

const box = document.querySelector("[data-presence]");
const form = document.querySelector("[data-presence-token]");
const EVERY = Number(box?.dataset.every) * 1000;
let timer = 0, isOver = false;
const signs = (more) => {
  const fields = new FormData(form);
  const { at, seen, held, typing } = box.dataset; // which page it is, what it shows, whether somebody types on it
  for (const [name, value] of Object.entries({ at, seen, held, typing, ...more })) fields.set(name, value);
  return fields;
};
const words = (node) => node.textContent.replace(/\s+/g, " ").trim();

// What stands there already stays where it is: a screen reader hears only what is new.
const tell = (text) => {
  const part = document.createElement("template");
  part.innerHTML = text;
  const stands = new Map([...box.children].map((line) => [words(line), line]));
  const lines = [...part.content.children].map((line) => stands.get(words(line)) ?? line);
  for (const line of stands.values()) if (!lines.includes(line)) line.remove();
  lines.forEach((line, place) => {
    if (box.children[place] !== line) box.insertBefore(line, box.children[place] ?? null);
  });
};

const sign = async () => {
  clearTimeout(timer);
  if (document.hidden || isOver) return;
  try {
    const answer = await fetch(box.dataset.presence, {
      method: "POST", body: signs({}), redirect: "manual", cache: "no-store",
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
    navigator.sendBeacon(box.dataset.presence, signs({ leave: "yes" }));
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) box.dataset.at = new Date().toISOString(); // the server lets no page sign that has been left
    sign();
  });
}
