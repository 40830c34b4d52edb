// Sending a paper: say at once when it is too large, show how much has arrived, and when the line
// breaks keep the page with all that was typed.

const announcer = document.querySelector("[data-announcer]");
const say = (text) => {
  if (announcer) announcer.textContent = text;
};

const attach = () => {
  const form = document.querySelector("form[data-sending]");
  if (!form) return;
  const field = form.querySelector("[type=file]");
  const words = form.dataset;
  let call = null;
  let isTooLarge = false;

  const fault = (text) => {
    form.querySelector("[data-fault]")?.remove();
    field.toggleAttribute("aria-invalid", Boolean(text));
    if (!text) return;
    const line = document.createElement("p");
    line.className = "error";
    line.dataset.fault = "";
    line.textContent = text;
    field.before(line);
    field.setAttribute("aria-invalid", "true");
    say(text);
    field.focus();
  };

  field.addEventListener("change", () => {
    isTooLarge = field.files[0]?.size > Number(words.most);
    if (isTooLarge) field.value = "";
    fault(isTooLarge ? words.tooLarge : "");
  });

  form.addEventListener("submit", (event) => {
    if (isTooLarge && event.submitter?.value === "add") {
      event.preventDefault();
      return fault(words.tooLarge); // not "no file was chosen": we emptied the field
    }
    if (!field.files.length) return;
    event.preventDefault();
    if (!call) send(event.submitter);
  });

  const send = (button) => {
    const sent = new FormData(form);
    if (button?.name) sent.set(button.name, button.value);
    const label = document.createElement("label");
    const bar = document.createElement("progress");
    bar.max = 1;
    label.className = "sending";
    label.append(words.sending, bar);
    field.after(label);
    fault("");
    say(words.sending);
    const over = () => {
      call = null;
      label.remove();
    };
    call = new XMLHttpRequest();
    call.open("POST", button?.getAttribute("formaction") ?? form.getAttribute("action"));
    call.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    call.addEventListener("load", (event) => {
      const answer = event.target;
      over();
      show(answer);
    });
    call.addEventListener("error", () => {
      over();
      fault(words.interrupted);
    });
    call.send(sent);
  };
};

// A page that followed is opened; one that says what is wrong takes the place of this one.
const show = (answer) => {
  if (answer.status < 400) return location.assign(answer.responseURL);
  const page = new DOMParser().parseFromString(answer.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) return location.reload();
  document.title = page.title;
  document.querySelector("main").replaceWith(document.adoptNode(main));
  document.querySelector("[data-focus]")?.focus();
  attach();
};

attach();

// While a paper is being looked at, ask again and again, and go on once that is done. Nothing is
// read aloud meanwhile; after some minutes the page itself says that it takes long.
const EVERY = 2000;
let asks = 150;

const ask = async () => {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (answer?.redirected) return location.replace(answer.url);
  asks -= 1;
  if (asks === 0 || (answer && !answer.ok)) return location.reload();
  setTimeout(ask, EVERY);
};

if (document.querySelector("[data-looking]")) setTimeout(ask, EVERY / 2);
