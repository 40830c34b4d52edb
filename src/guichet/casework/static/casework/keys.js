// Keys for what a page offers: a comfort, every page works without. Elements name theirs in data-key.
// Never in a field of text, never with Ctrl, Alt or Meta; who wants none switches them off.

const OFF = "guichet-keys-off", ROW = "guichet-row";
const dialog = document.querySelector("[data-keys]");
const opener = document.querySelector("[data-keys-open]");
const rows = [...document.querySelectorAll(".queue tbody tr")];
// Looked for at each press: a part of a page may come and go.
const offered = () => {
  const elements = new Map();
  for (const element of document.querySelectorAll("[data-key]:not([hidden])")) {
    if (!elements.has(element.dataset.key)) elements.set(element.dataset.key, element);
  }
  return elements;
};
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
const text = (element) => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd").forEach((key) => key.remove());
  return copy.textContent;
};
const labelOf = (field) => field?.querySelector(".hidden")?.textContent ?? field?.textContent;
const label = (element) => element.getAttribute("aria-label") ?? labelOf(element.labels?.[0])
  ?? element.dataset.label ?? text(element);

// The row that is worked on has the focus, so that a screen reader says it and Enter opens it.
const current = () => rows.find((row) => row.contains(document.activeElement));
const focus = (row) => row?.querySelector("a")?.focus();
const step = (by) => {
  const row = current();
  const place = row ? rows.indexOf(row) + by : by > 0 ? 0 : rows.length - 1;
  focus(rows[Math.min(Math.max(place, 0), rows.length - 1)]);
};
const inRow = (selector) => current()?.querySelector(selector)?.click();
const take = () => inRow(".holder button");
// Whoever left the list from a row comes back to it, or to the one that has moved up into its place.
const remember = (event) => {
  const place = rows.findIndex((row) => row.contains(event.target));
  if (event.target.closest("a, button")) store(sessionStorage, ROW, `${location.search} ${place}`);
};
const comeBack = () => {
  const [search, place] = (stored(sessionStorage, ROW) ?? "").split(" ");
  store(sessionStorage, ROW, "");
  if (place && search === location.search && document.activeElement === document.body) {
    focus(rows[Math.min(Number(place), rows.length - 1)]);
  }
};
// Where digits need a shift, as on French keyboards, the key itself is as good.
const digitOf = (event) => /^Digit([1-9])$/.exec(event.code)?.[1];
const firstField = () => document.querySelector(
  "main form:not(.find) :is(input:not([type=hidden]), select, textarea)")?.focus();
const list = dialog?.querySelector("dl");
const show = () => {
  if (dialog.open) return dialog.close();
  list.querySelectorAll("[data-offered]").forEach((line) => line.remove());
  for (const [key, element] of offered()) {
    const line = document.createElement("div");
    const [term, words] = [document.createElement("dt"), document.createElement("dd")];
    line.dataset.offered = "";
    term.append(cap(key));
    words.textContent = label(element).trim();
    line.append(term, words);
    list.append(line);
  }
  dialog.showModal();
};
const ofRows = rows.length && {
  j: () => step(1), k: () => step(-1), o: () => inRow("a"), x: () => inRow("[name=task]"), t: take,
};
const fixed = { ...ofRows, f: firstField, "?": show };

const hint = (isOn) => {
  document.querySelectorAll("[data-key] > kbd").forEach((key) => key.remove());
  for (const [key, element] of offered()) {
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
  for (const row of list.querySelectorAll("[data-of-rows]")) row.hidden = !rows.length;
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
  document.addEventListener("guichet:keys", () => hint(isOn));
  for (const row of rows) row.addEventListener("click", remember);
  if (rows.length && isOn) comeBack();

  addEventListener("keydown", (event) => {
    if (!isOn || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (isText(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    let key = event.shiftKey ? event.key : event.key.toLowerCase();
    if (!offered().has(key) && !fixed[key]) key = digitOf(event) ?? key;
    if (dialog.open && key !== "?") return;
    if (event.repeat && !(rows.length && "jk".includes(key))) return;
    const element = offered().get(key);
    if (!element && !fixed[key]) return;
    event.preventDefault();
    if (!element) fixed[key]();
    else if (isText(element)) element.focus();
    else element.click();
  });
}
