"use strict";

const parentOrigin = document.body.dataset.parent;
const form = document.getElementById("card-form");
const save = document.getElementById("save-card");
const status = document.getElementById("card-status");
const inputs = {
  number: document.getElementById("card-number"),
  expiry: document.getElementById("card-expiry"),
  cvc: document.getElementById("card-cvc"),
};
let saving = false;

function postToParent(message) {
  window.parent.postMessage(message, parentOrigin);
}

function showError(path, message) {
  const input = inputs[path];
  document.getElementById(`${input.id}-error`).textContent = message;
  if (message) {
    input.setAttribute("aria-invalid", "true");
  } else {
    input.removeAttribute("aria-invalid");
  }
}

function showStatus(message, isProblem) {
  status.classList.toggle("problem", isProblem);
  status.textContent = message;
}

function setSaving(now) {
  saving = now;
  if (now) {
    save.setAttribute("aria-disabled", "true");
    save.textContent = "Checking the card …";
  } else {
    save.removeAttribute("aria-disabled");
    save.textContent = "Use this card";
  }
}

// Rewriting the value moves the caret, so it only happens when the caret is at the end.
function atEnd(input) {
  return input.selectionStart === input.value.length && input.selectionEnd === input.value.length;
}

function groupNumber() {
  const typed = inputs.number.value;
  if (/^[\d\s-]*$/.test(typed)) {
    inputs.number.value = typed.replace(/[\s-]/g, "").replace(/(\d{4})(?=\d)/g, "$1 ");
  }
}

inputs.number.addEventListener("input", (event) => {
  showError("number", "");
  if (atEnd(inputs.number) && !String(event.inputType).startsWith("delete")) groupNumber();
});
inputs.number.addEventListener("blur", groupNumber);

inputs.expiry.addEventListener("input", (event) => {
  showError("expiry", "");
  if (!atEnd(inputs.expiry) || String(event.inputType).startsWith("delete")) return;
  const typed = inputs.expiry.value;
  if (/^\d{2}$/.test(typed)) inputs.expiry.value = `${typed}/`;
  else if (/^\d{3,4}$/.test(typed)) inputs.expiry.value = `${typed.slice(0, 2)}/${typed.slice(2)}`;
  else if (/^\d{2}\/\/$/.test(typed)) inputs.expiry.value = typed.slice(0, 3);
});

inputs.cvc.addEventListener("input", () => showError("cvc", ""));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (saving) return;
  showStatus("", false);
  for (const path of Object.keys(inputs)) showError(path, "");
  setSaving(true);
  try {
    const entry = { number: inputs.number.value, expiry: inputs.expiry.value, cvc: inputs.cvc.value };
    const response = await fetch("/card-field/cards", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(entry),
      credentials: "omit",
    });
    const body = await response.json();
    if (response.status === 201) {
      sendToken(body);
    } else if (Array.isArray(body.fields) && body.fields.length > 0) {
      for (const field of body.fields) showError(field.path, field.message);
      inputs[body.fields[0].path].focus();
    } else {
      showStatus("The card could not be saved. Try again.", true);
    }
  } catch {
    showStatus("The card could not be saved. Check your connection and try again.", true);
  } finally {
    setSaving(false);
  }
});

function sendToken(card) {
  form.reset();
  showStatus(`Card ending in ${card.last4} is ready.`, false);
  postToParent({ type: "tcu.card", token: card.token, brand: card.brand, last4: card.last4 });
}

for (const button of document.querySelectorAll(".use-card")) {
  button.addEventListener("click", () => {
    inputs.number.value = button.dataset.number;
    inputs.expiry.value = "12/30";
    inputs.cvc.value = "123";
    for (const path of Object.keys(inputs)) showError(path, "");
    save.focus();
  });
}

new ResizeObserver(() => {
  postToParent({ type: "tcu.card.height", height: Math.ceil(document.body.getBoundingClientRect().height) });
}).observe(document.body);
