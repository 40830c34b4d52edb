// The camera of a phone or tablet as a scanner: the browser reads the code where it can, else the server reads single pictures.

const page = document.querySelector("[data-camera]");
const part = (selector) => page.querySelector(selector);
const [live, told, video, starter] = ["[data-live]", "[data-told]", "video", "[data-start]"].map(part);
const [scan, photo] = [part("[data-scan]"), part("[data-photo]")];
const LONGEST = 90_000;
const SIDE = 1280;
let until = 0;

const say = (key) => {
  if (told.textContent !== page.dataset[key]) told.textContent = page.dataset[key];
};
const stop = (key) => {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
  video.hidden = true;
  starter.hidden = !key;
  if (key) say(key);
};

// Several pictures a second are looked at; the first code of ours is sent like that of a scanner.
const send = (code) => {
  scan.elements.code.value = code;
  scan.elements.identity.value = photo.elements.identity.checked ? "on" : "";
  stop();
  scan.requestSubmit();
};
const judge = (texts) => {
  const ours = [...new Set(texts.filter((text) => text.startsWith(page.dataset.prefix)))];
  if (ours.length === 1) return { code: ours[0] };
  if (texts.length) return { problem: ours.length ? "several_codes" : "foreign_code" };
  return {};
};
const byBrowser = async () => {
  if (!globalThis.BarcodeDetector) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!formats.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async () => judge((await detector.detect(video)).map((code) => code.rawValue));
};
const byServer = async () => {
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight));
  [canvas.width, canvas.height] = [video.videoWidth * scale, video.videoHeight * scale];
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  const picture = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  const form = new FormData(photo);
  form.set(page.dataset.field, picture, "picture.jpg");
  const options = { method: "POST", body: form, headers: { Accept: "application/json" }, redirect: "manual" };
  const answer = await fetch(photo.action, options);
  return answer.ok ? answer.json() : {};
};

const look = async (read, pause) => {
  if (!video.srcObject) return;
  if (performance.now() > until || document.hidden) return stop("paused");
  const { code, problem } = video.videoWidth ? await read().catch(() => ({})) : {};
  if (code) return send(code);
  if (problem in page.dataset) say(problem);
  setTimeout(look, pause, read, pause);
};
const start = async () => {
  starter.hidden = true;
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch (error) {
    return stop(error.name === "NotAllowedError" ? "refused" : "absent");
  }
  video.hidden = false;
  await video.play();
  say("looking");
  until = performance.now() + LONGEST;
  const read = await byBrowser();
  look(read ?? byServer, read ? 200 : 900);
};

live.hidden = false;
starter.addEventListener("click", start);
addEventListener("pagehide", () => stop());
start();
