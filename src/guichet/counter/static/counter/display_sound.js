/* The sounds of a display, where its address asks for them: a chime made here, and voices that are on the device. */
const wishes = new URLSearchParams(location.search);
const hasChime = wishes.get("sound") === "on", hasSpeech = wishes.get("speech") === "on" && "speechSynthesis" in window;
const audio = hasChime && "AudioContext" in window ? new AudioContext() : null;
if (audio) addEventListener("pointerdown", () => audio.resume(), { passive: true });
if (hasSpeech) speechSynthesis.getVoices(); // some browsers begin to look for them only now

function chime() {
  const start = audio.currentTime;
  for (const [pitch, after] of [[659.25, 0], [523.25, 0.45]]) {
    const tone = audio.createOscillator(), volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start + after);
    volume.gain.exponentialRampToValueAtTime(0.5, start + after + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + after + 1.2);
    tone.connect(volume).connect(audio.destination);
    tone.start(start + after);
    tone.stop(start + after + 1.3);
  }
}

function speak(entry, language, sentence) {
  const tag = language.toLowerCase().split("-")[0];
  const voice = speechSynthesis.getVoices().find((it) => it.localService && it.lang.toLowerCase().startsWith(tag));
  if (!voice) return; // a wrong voice says what nobody understands
  const words = new SpeechSynthesisUtterance(sentence.replace("%(number)s", entry.number).replace("%(desk)s", entry.desk));
  words.voice = voice;
  words.lang = voice.lang;
  speechSynthesis.speak(words);
}

/* Sound the chime once, and say each new call in every language that has a voice here. */
document.addEventListener("called", ({ detail: { entries, languages } }) => {
  const sentences = JSON.parse(document.body.dataset.spoken);
  if (audio) audio.resume().then(chime).catch(() => {});
  if (hasSpeech) for (const entry of entries.toReversed()) for (const language of languages) speak(entry, language, sentences[language]);
});
