// The portal's own chrome around the frame: settings, the values from messages, and the message log.

const DIRECTIONS = { en: "ltr", vi: "ltr", ja: "ltr", ar: "rtl" };
// The portal's colors. The app checks the contrast and replaces colors that lack it.
const TOKENS = { colorPrimary: "#0f766e", colorPrimaryText: "#ffffff", colorLink: "#0f766e", borderRadius: "0px" };
const MAX_LINES = 200;
const settings = document.getElementById("settings");

/** Calls `apply` with the settings of the frame, now and after each change. */
export function onSettings(apply) {
  for (const [name, value] of new URLSearchParams(sessionStorage.getItem("settings"))) {
    if (settings.elements[name]) settings.elements[name].value = value;
  }
  const update = () => {
    const { locale, theme, width } = Object.fromEntries(new FormData(settings));
    sessionStorage.setItem("settings", new URLSearchParams({ locale, theme, width }));
    const scheme = theme === "tokens" ? "light" : theme;
    document.documentElement.dataset.theme = scheme;
    document.getElementById("stage").dataset.width = width;
    apply({ locale, dir: DIRECTIONS[locale], scheme, tokens: theme === "tokens" ? TOKENS : {} });
  };
  settings.addEventListener("change", update);
  update();
}

/** Shows the new number of sessions. A hint only: see the text on the page. */
export function showChange({ sessions }) {
  document.getElementById("sessions").textContent = `${sessions} (reported by the frame)`;
}

/** Shows the receipt of a payment, with a link to it outside the frame. A hint only. */
export function showPayment({ outcome, receiptId }) {
  const receipt = document.getElementById("receipt");
  if (outcome !== "charged" || !receiptId) return;
  const path = `organizations/101/settings/subscription-management/testcloud/receipts/${encodeURIComponent(receiptId)}`;
  const link = Object.assign(document.createElement("a"), { href: receipt.dataset.link + path, target: "_blank", rel: "noopener" });
  link.textContent = receiptId;
  receipt.replaceChildren(link);
}

/** Adds a message to the log. `direction` is "in" for messages of the frame, and "out" for messages to it. */
export function log({ direction, type, payload }) {
  const list = document.getElementById("log");
  const line = document.createElement("li");
  // Never show a code, although it can be used only once.
  const text = JSON.stringify(payload, (key, value) => (key === "code" && type !== "tcu.error" ? "…" : value));
  line.textContent = `${direction === "in" ? "frame → portal" : "portal → frame"}  ${type}  ${text}`;
  list.prepend(line);
  list.children[MAX_LINES]?.remove();
}
