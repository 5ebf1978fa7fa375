// Records when the focused element is removed or hidden and no other element receives the focus. The records are kept in
// session storage, because the page may be left before they are read.
(() => {
  const STORAGE_KEY = 'journeys: lost focus';
  // Milliseconds without focus before it counts as lost, and before a click or key press.
  const GRACE = 500, ACTION_GRACE = 100;
  let last = null, name = '', since = 0;
  const nowhere = () => !document.activeElement || document.activeElement === document.body;
  // Removed, or hidden.
  const isGone = element => !element.isConnected || !element.checkVisibility();
  const isLost = () => last !== null && isGone(last) && nowhere();
  // A page that is still loading sets the focus once it is loaded.
  const isLoading = () =>
    !document.querySelector('main') || document.querySelector('main[aria-busy=true], main [aria-busy=true]') !== null;
  const record = () => {
    const records = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '[]');
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify([...records, `${name} on ${location.pathname}`]));
    last = null;
    since = 0;
  };
  // A frame receives the focus without an event, so the active element is polled.
  const poll = () => {
    if (!nowhere() && document.activeElement !== last) {
      last = document.activeElement;
      name = (last.getAttribute('aria-label') || last.innerText || last.title || last.id || last.tagName).trim().split('\n')[0];
    }
    if (!isLost() || isLoading()) since = 0;
    else if (since === 0) since = performance.now();
    else if (performance.now() - since > GRACE) record();
  };
  addEventListener('focusin', poll, true);
  // Intended: a click outside of all controls, or a script.
  addEventListener('focusout', ({ target }) => setTimeout(() => {
    if (target === last && !isGone(target) && nowhere()) last = null;
  }), true);
  // The next click or key press starts at the lost focus.
  for (const act of ['pointerdown', 'keydown']) {
    addEventListener(act, () => { if (since !== 0 && isLost() && performance.now() - since > ACTION_GRACE) record() }, true);
  }
  setInterval(poll, 20);
  window.lostFocus = () => {
    const isFalling = isLost() && !isLoading();
    const lost = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '[]');
    if (!isFalling) sessionStorage.removeItem(STORAGE_KEY);
    return { isFalling, lost };
  };
})();
