// The element in this portal. The two lines that every host needs are the import and requestCode.

import { requestCode } from "./code.js";
import { log, onSettings, showChange, showPayment } from "./portal.js";

const element = document.querySelector("testcloud-upgrade");
element.requestCode = requestCode;

element.addEventListener("tcu-changed", event => showChange(event.detail));
element.addEventListener("tcu-pay-settled", event => showPayment(event.detail));
element.addEventListener("tcu-message", event => log(event.detail));
element.addEventListener("tcu-fallback", event => log({ direction: "in", type: "tcu-fallback", payload: event.detail }));

// The direction follows the language.
onSettings(({ locale, scheme, tokens }) => {
  element.setAttribute("locale", locale);
  element.setAttribute("theme", scheme);
  element.tokens = tokens;
});
