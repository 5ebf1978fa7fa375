// The parent side of tcu/1 by hand, for a host that does not load the element's script. docs/embedding.md lists the
// messages. Copy this file and replace the imports with your own functions.

import { requestCode } from "./code.js";
import { log, onSettings, showChange, showPayment } from "./portal.js";

const ORGANIZATION = 101;
const frame = document.querySelector("iframe");
const url = new URL(frame.dataset.src);
let nonce; // The document of the frame. A reload has a new one.
let port; // Carries all messages after tcu.init.
let session = null;
let isPaying = false;
let settings;

function message(type, payload, re) {
  log({ direction: "out", type, payload });
  return { tcu: 1, id: crypto.randomUUID(), type, ...(re && { re }), session, payload };
}

const send = (type, payload, re) => port?.postMessage(message(type, payload, re));

// Before the handshake, accept tcu.ready from this window and this origin only.
addEventListener("message", async event => {
  if (event.source !== frame.contentWindow || event.origin !== url.origin) return;
  const { tcu, type, payload } = event.data ?? {};
  if (tcu !== 1 || type !== "tcu.ready" || !payload.versions.includes(1) || payload.nonce === nonce) return;
  log({ direction: "in", type, payload });
  nonce = payload.nonce;
  session = null;
  isPaying = false;
  try {
    const code = await requestCode("init");
    const { locale, dir, scheme, tokens } = settings;
    const init = { version: 1, nonce, auth: { code }, org: ORGANIZATION, locale, dir, theme: { scheme, tokens } };
    const channel = new MessageChannel();
    port?.close();
    port = channel.port1;
    port.onmessage = ({ data }) => receive(data ?? {});
    // The code goes to this origin only, never to "*".
    frame.contentWindow.postMessage(message("tcu.init", init), url.origin, [channel.port2]);
  } catch {
    showProblem("The app cannot be opened here. Opening this page did not charge you. Open the app in a new tab.");
  }
});

async function receive({ tcu, id, type, payload }) {
  if (tcu !== 1 || typeof payload !== "object") return;
  log({ direction: "in", type, payload });
  if (type === "tcu.loaded") ({ session } = payload);
  if (type === "tcu.loaded" || type === "tcu.resize") setHeight(payload.height);
  if (type === "tcu.ping") send("tcu.pong", {}, id);
  if (type === "tcu.pay.started") isPaying = true;
  if (type === "tcu.pay.settled") {
    isPaying = false;
    showPayment(payload);
  }
  if (type === "tcu.changed") showChange(payload);
  if (type === "tcu.error" && !payload.retryable) showProblem("The app cannot continue here. Open it in a new tab, which shows whether a payment went through.");
  if (type === "tcu.auth.request") {
    // Always answer: without an answer, the frame waits 30 seconds.
    await requestCode(payload.reason).then(
      code => send("tcu.auth", { code }, id),
      () => send("tcu.auth.denied", {}, id),
    );
  }
}

function setHeight(height) {
  if (Number.isInteger(height) && height > 0 && height < 20_000) frame.style.height = `${height}px`;
}

function showProblem(text) {
  const problem = document.getElementById("problem");
  problem.textContent = text;
  problem.hidden = false;
}

// A payment that has started continues without this page, but the person would not see its outcome.
addEventListener("beforeunload", event => isPaying && event.preventDefault());

onSettings(next => {
  settings = next;
  send("tcu.locale", { locale: next.locale, dir: next.dir });
  send("tcu.theme", { scheme: next.scheme, tokens: next.tokens });
});
frame.src = url.href;
