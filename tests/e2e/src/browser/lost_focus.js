// Watches whether the focus falls out of the page together with what had it, and nothing takes it up. What was lost is
// kept for the whole session, because the page may be left before anybody asks.
(() => {
  const KEPT = 'journeys: lost focus';
  const GRACE = 500, HASTE = 100;
  let last = null, name = '', since = 0;
  const nowhere = () => !document.activeElement || document.activeElement === document.body;
  // Removed, or hidden.
  const isGone = thing => !thing.isConnected || !thing.checkVisibility();
  const fallen = () => last !== null && isGone(last) && nowhere();
  // What is still to come takes the focus when it is there.
  const isAwaited = () =>
    !document.querySelector('main') || document.querySelector('main[aria-busy=true], main [aria-busy=true]') !== null;
  const keep = () => {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
    sessionStorage.setItem(KEPT, JSON.stringify([...kept, `${name} on ${location.pathname}`]));
    last = null;
    since = 0;
  };
  // A frame takes the focus without an event, so it is looked for.
  const look = () => {
    if (!nowhere() && document.activeElement !== last) {
      last = document.activeElement;
      name = (last.getAttribute('aria-label') || last.innerText || last.title || last.id || last.tagName).trim().split('\n')[0];
    }
    if (!fallen() || isAwaited()) since = 0;
    else if (since === 0) since = performance.now();
    else if (performance.now() - since > GRACE) keep();
  };
  addEventListener('focusin', look, true);
  // Let go on purpose: by a press beside everything, or by a script.
  addEventListener('focusout', ({ target }) => setTimeout(() => {
    if (target === last && !isGone(target) && nowhere()) last = null;
  }), true);
  // Whoever goes on by then has felt it.
  for (const act of ['pointerdown', 'keydown']) {
    addEventListener(act, () => { if (since !== 0 && fallen() && performance.now() - since > HASTE) keep() }, true);
  }
  setInterval(look, 20);
  window.lostFocus = () => {
    const isFalling = fallen() && !isAwaited();
    const lost = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
    if (!isFalling) sessionStorage.removeItem(KEPT);
    return { isFalling, lost };
  };
})();
