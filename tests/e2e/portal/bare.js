// The parent's side of tcu/1 without the element, as a portal can write it by hand. Journeys call `post` to misbehave.
const query = new URLSearchParams(location.search);
const app = query.get("src");
const organization = Number(query.get("organization") ?? "101");
const frame = document.querySelector("iframe");
// What the frame sent. Declared so that the scripts of WebDriver see it.
var received = [];
let port;
let session;

function envelope(type, payload, more) {
  return { tcu: 1, id: crypto.randomUUID(), type, session, payload, ...more };
}

function post(type, payload = {}, more = {}) {
  port.postMessage(envelope(type, payload, more));
}

const code = async reason => (await fetch(`/embed-code?reason=${reason}`)).text();

async function answer(message) {
  received.push(message);
  const { type, payload, id } = message;
  if (type === "tcu.loaded") session = payload.session;
  if (type === "tcu.loaded" || type === "tcu.resize") frame.style.height = `${payload.height}px`;
  if (type === "tcu.auth.request" && query.get("auth") !== "silent") {
    const first = await code(payload.reason);
    if (!first) return post("tcu.auth.denied", {}, { re: id });
    post("tcu.auth", { code: first }, { re: id });
    if (query.get("auth") === "twice") post("tcu.auth", { code: first }, { re: id });
  }
}

addEventListener("message", async event => {
  if (event.source !== frame.contentWindow || event.origin !== new URL(app).origin) return;
  if (event.data.type !== "tcu.ready") return answer(event.data);
  received.push(event.data);
  // A frame that was loaded again gets a channel of its own.
  session = undefined;
  const channel = new MessageChannel();
  channel.port1.onmessage = ({ data }) => answer(data);
  const init = {
    version: Number(query.get("version") ?? "1"),
    nonce: query.get("nonce") ?? event.data.payload.nonce,
    auth: { code: await code("init") },
    org: organization,
    locale: query.get("locale") ?? "en",
    dir: query.get("dir") ?? "ltr",
    theme: { scheme: query.get("theme") ?? "auto", tokens: JSON.parse(query.get("tokens") ?? "{}") },
    focus: query.has("focus"),
    telemetry: query.has("telemetry"),
    ...(query.has("prefill") && { prefill: JSON.parse(query.get("prefill")) }),
    ...(query.has("return") && { return: query.get("return") }),
  };
  if (query.has("silent")) return;
  port = channel.port1;
  frame.contentWindow.postMessage(envelope("tcu.init", init), event.origin, [channel.port2]);
  if (query.get("close") === "early") post("tcu.close");
});

frame.src = `${app}embed/organizations/${organization}/testcloud/upgrade?client=${query.get("client") ?? "testops"}`;
