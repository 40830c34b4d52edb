// A ready sentence goes in where somebody was writing, who goes on writing there. Without this module the page
// comes again with the sentence below the answer.

const part = document.querySelector("[data-ready-of]");
const area = part && document.getElementById(part.dataset.readyOf);
const button = part?.querySelector("button");
if (area && button) {
  let isTouched = false;
  area.addEventListener("focus", () => { isTouched = true; });
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const sentence = part.querySelector("option:checked").dataset.sentence;
    const [start, end] = isTouched ? [area.selectionStart, area.selectionEnd] : [area.value.length, area.value.length];
    const [before, after] = [area.value.slice(0, start), area.value.slice(end)];
    const isBelow = !after.trim();
    const lead = !before || /\n$/.test(before) || /\s$/.test(before) && !isBelow ? "" : isBelow ? "\n\n" : " ";
    const trail = isBelow || /^\s/.test(after) ? "" : " ";
    area.setRangeText(`${lead}${sentence}${trail}`, start, end, "end");
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
