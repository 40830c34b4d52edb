// How old the sheet is, by the clock of the machine on which it is read.
const age = document.querySelector("[data-made]");
const tell = () => {
  const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(age.dataset.made)) / 60000));
  const text = age.dataset.text.replace("{hours}", Math.floor(minutes / 60)).replace("{minutes}", minutes % 60);
  age.textContent = text;
  age.classList.toggle("stale", minutes >= 60);
};
tell();
setInterval(tell, 30000);
