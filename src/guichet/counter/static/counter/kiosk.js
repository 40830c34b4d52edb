// A kiosk: keys on the screen, a scanner wherever the focus is, a countdown back to the start, and no page of the client before.
const body = document.body, start = body.dataset.kiosk;
const field = document.querySelector("#code"), scanned = document.querySelector("[data-scanned]"), countdown = document.querySelector("[data-countdown]"), announcer = document.querySelector("[data-announcer]");
const leave = () => location.replace(start);

// A page that the browser kept is of a client who has gone.
addEventListener("pageshow", (event) => event.persisted && leave());

document.querySelector("[data-keys]")?.addEventListener("click", (event) => {
  const key = event.target.closest("button")?.value;
  if (!key) return;
  event.preventDefault();
  field.value = key === "delete" ? field.value.slice(0, -1) : field.value + key;
});

// A scanner types quickly and ends with Enter; where no field has the focus its signs are gathered here.
let signs = "", typedAt = 0;
addEventListener("keydown", (event) => {
  const target = field ?? scanned?.elements.code;
  if (!target || event.target === field || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.timeStamp - typedAt > 500) signs = "";
  typedAt = event.timeStamp;
  if (event.key.length === 1) signs += event.key;
  if (event.key !== "Enter" || signs.length < 9) return;
  event.preventDefault();
  target.value = signs;
  target.form.requestSubmit();
});

// One press is enough; a second one waits for the answer to the first.
for (const form of document.querySelectorAll("[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
}

// Without a line the browser would show a page of its own, from which nothing leads back.
const offline = document.querySelector("[data-offline]");
const stop = (event) => {
  offline.hidden = navigator.onLine;
  if (!navigator.onLine) event.preventDefault();
};
addEventListener("submit", stop);
addEventListener("click", (event) => event.target.closest("a[href]") && stop(event));

const looksAnew = async () => {
  try {
    const answer = await fetch(start, { cache: "no-store", signal: AbortSignal.timeout(8000) });
    if (answer.ok) return location.reload();
  } catch { /* told below */ }
  offline.hidden = false;
  setTimeout(looksAnew, 5000);
};

const count = () => {
  const [idle, counted] = [Number(body.dataset.idle), Number(body.dataset.counted)];
  let touchedAt = performance.now();
  const touched = () => {
    touchedAt = performance.now();
    countdown.hidden = true;
  };
  for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, touched, { passive: true });
  setInterval(() => {
    const left = Math.ceil(idle - (performance.now() - touchedAt) / 1000);
    if (left <= 0) return navigator.onLine ? leave() : undefined;
    countdown.querySelector("[data-left]").textContent = left;
    if (countdown.hidden && left <= counted) announcer.textContent = countdown.querySelector("p").textContent;
    countdown.hidden = left > counted;
  }, 500);
};

if (body.dataset.start) setTimeout(looksAnew, Number(body.dataset.start) * 1000);
else count();
