// The portal's side of the sign-in in the frame. Used by the element and by frame.js.

/** Returns a one-time code. The frame gives the reason: "init", "expired" or "step_up". */
export async function requestCode(reason) {
  const send = () => fetch(`/embed-code?reason=${encodeURIComponent(reason)}`, { method: "POST" });
  let response = await send();
  if (response.status === 403 && (await confirmPerson())) response = await send();
  // An error means "no code". The frame then explains what to do.
  if (!response.ok) throw new Error(`no code: ${response.status}`);
  return response.text();
}

/** Asks for the password, so that the portal can report a recent sign-in. Returns false if the person cancels. */
async function confirmPerson() {
  const dialog = document.getElementById("confirm");
  const password = dialog.querySelector("input");
  const error = dialog.querySelector(".error");
  error.hidden = true;
  for (;;) {
    password.value = "";
    dialog.returnValue = "";
    dialog.showModal();
    await new Promise(resolve => dialog.addEventListener("close", resolve, { once: true }));
    if (dialog.returnValue !== "confirm") return false;
    const email = document.getElementById("confirm-email").textContent;
    const body = new URLSearchParams({ email, password: password.value });
    if ((await fetch("/sign-in", { method: "POST", body })).ok) return true;
    error.hidden = false;
  }
}
