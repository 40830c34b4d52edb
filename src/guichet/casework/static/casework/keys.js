// Keys for what a page offers: a comfort, every page works without. Elements name theirs in data-key.
// Never in a field of text, never with Ctrl, Alt or Meta; who wants none switches them off.

const OFF = "guichet-keys-off", ROW = "guichet-row";
const dialog = document.querySelector("[data-keys]");
const opener = document.querySelector("[data-keys-open]");
const rows = [...document.querySelectorAll(".queue tbody tr")];
const offered = new Map();
for (const element of document.querySelectorAll("[data-key]")) {
  if (!offered.has(element.dataset.key)) offered.set(element.dataset.key, element);
}
const isText = (node) => node.matches("textarea, select, [contenteditable]")
  || (node.matches("input") && !node.matches("[type=checkbox], [type=radio], [type=submit]"));
const stored = (storage, name) => { try { return storage.getItem(name); } catch { return null; } };
const store = (storage, name, value) => {
  try {
    if (value) storage.setItem(name, value);
    else storage.removeItem(name);
  } catch { /* the browser keeps nothing: the keys are as they were on the next page */ }
};
const cap = (key) => Object.assign(document.createElement("kbd"), { textContent: key });
const label = (element) => element.getAttribute("aria-label")
  ?? element.labels?.[0]?.querySelector(".hidden")?.textContent ?? element.dataset.label ?? element.textContent;

// The row that is worked on has the focus, so that a screen reader says it and Enter opens it.
const current = () => rows.find((row) => row.contains(document.activeElement));
const focus = (row) => row?.querySelector("a")?.focus();
const step = (by) => {
  const row = current();
  const place = row ? rows.indexOf(row) + by : by > 0 ? 0 : rows.length - 1;
  focus(rows[Math.min(Math.max(place, 0), rows.length - 1)]);
};
const inRow = (selector) => current()?.querySelector(selector)?.click();
const take = () => {
  const button = current()?.querySelector(".holder button");
  if (!button) return;
  store(sessionStorage, ROW, String(rows.indexOf(current())));
  button.click();
};
const firstField = () => document.querySelector(
  "main form:not(.find) :is(input:not([type=hidden]), select, textarea)")?.focus();
const show = () => (dialog.open ? dialog.close() : dialog.showModal());
const ofRows = rows.length && {
  j: () => step(1), k: () => step(-1), o: () => inRow("a"), x: () => inRow("[name=task]"), t: take,
};
const fixed = { ...ofRows, f: firstField, "?": show };

const hint = (isOn) => {
  document.querySelectorAll("[data-key] > kbd").forEach((key) => key.remove());
  for (const [key, element] of offered) {
    element.removeAttribute("aria-keyshortcuts");
    if (!isOn) continue;
    element.setAttribute("aria-keyshortcuts", key);
    if (element.matches("input, select, textarea")) continue;
    const sign = cap(key);
    sign.setAttribute("aria-hidden", "true");
    element.append(sign);
  }
};

let isOn = !stored(localStorage, OFF);
if (dialog && opener) {
  const list = dialog.querySelector("dl");
  for (const row of list.querySelectorAll("[data-of-rows]")) row.hidden = !rows.length;
  for (const [key, element] of offered) {
    const line = document.createElement("div");
    const [term, text] = [document.createElement("dt"), document.createElement("dd")];
    term.append(cap(key));
    text.textContent = label(element).trim();
    line.append(term, text);
    list.append(line);
  }
  hint(isOn);
  opener.hidden = false;
  opener.addEventListener("click", show);
  const box = dialog.querySelector("input");
  box.checked = isOn;
  box.addEventListener("change", () => {
    isOn = box.checked;
    store(localStorage, OFF, isOn ? "" : "yes");
    hint(isOn);
  });
  const before = stored(sessionStorage, ROW);
  store(sessionStorage, ROW, "");
  if (before && isOn) focus(rows[Math.min(Number(before), rows.length - 1)]);

  addEventListener("keydown", (event) => {
    if (!isOn || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (isText(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const key = event.shiftKey ? event.key : event.key.toLowerCase();
    if (dialog.open && key !== "?") return;
    if (event.repeat && !"jk".includes(key)) return;
    const element = offered.get(key);
    if (!element && !fixed[key]) return;
    event.preventDefault();
    if (!element) fixed[key]();
    else if (isText(element)) element.focus();
    else element.click();
  });
}
