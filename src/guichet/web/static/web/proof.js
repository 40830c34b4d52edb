// The proof of work: shown only where script runs, in the words of the page.

const widget = document.querySelector("altcha-widget");
const { label, verifying, verified, error, expired, waitAlert } = widget.dataset;
globalThis.$altcha?.i18n.set(document.documentElement.lang.toLowerCase(), {
  ariaLinkLabel: "",
  cancel: "",
  enterCode: "",
  enterCodeAria: "",
  enterCodeFromImage: "",
  error,
  expired,
  footer: "",
  getAudioChallenge: "",
  incorrectCode: "",
  label,
  loading: verifying,
  required: label,
  reload: "",
  verificationRequired: label,
  verified,
  verify: label,
  verifying,
  waitAlert,
});
document.querySelector("[data-proof]").hidden = false;
const beside = document.querySelector("[data-beside-proof]");
beside.hidden = false;
beside.previousElementSibling.hidden = true;
