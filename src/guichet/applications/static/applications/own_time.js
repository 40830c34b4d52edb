// A moment by the clock of the device, where it differs from that of the authority. Without script, or on a device too old for it, the
// page keeps what the answers told of the reader's country.

const language = document.documentElement.lang;

const distance = (at, timeZone) => {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" }).formatToParts(at);
  return parts.find((part) => part.type === "timeZoneName").value.replace("-", "\u2212");
};

// The first of a month reads as everywhere else on the page; what browsers know has plain figures.
const inWords = (at, style, first) => {
  const parts = new Intl.DateTimeFormat(language, style).formatToParts(at);
  return parts.map((part) => (part.type === "day" && part.value === "1" && first ? first : part.value)).join("");
};

const show = (row) => {
  const at = new Date(row.dataset.ownTime);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if (!timeZone) return;
  const away = distance(at, timeZone);
  row.hidden = away === distance(at, row.dataset.zone);
  if (row.hidden) return;
  const style = { dateStyle: "full", timeStyle: "short", timeZone, calendar: "gregory", numberingSystem: "latn", hourCycle: row.dataset.clock };
  const zone = document.createElement("bdi");
  zone.className = "soft";
  zone.dir = "ltr";
  zone.textContent = away;
  row.querySelector("dt").textContent = row.dataset.label;
  row.querySelector("dd").replaceChildren(inWords(at, style, row.dataset.first), " ", zone);
};

for (const row of document.querySelectorAll("[data-own-time]")) {
  try {
    show(row);
  } catch {
    // an old browser: the row stays as the page was made
  }
}
