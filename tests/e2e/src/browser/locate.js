// Finds a visible element by its role and accessible name.
const [role, wanted, region] = arguments;
const selectors = {
  button: 'button,[role=button],input[type=submit],summary',
  link: 'a[href],[role=link]',
  field: 'input:not([type=radio],[type=checkbox],[type=hidden],[type=submit]),textarea,select,[role=textbox],[role=spinbutton]',
  radio: 'input[type=radio],[role=radio]',
  checkbox: 'input[type=checkbox],[role=checkbox]',
  heading: 'h1,h2,h3,h4,h5,h6,[role=heading]',
  alert: '[role=alert]',
  table: 'table,[role=table]',
  output: 'output',
  text: '*',
};
const clean = text => (text || '').replace(/\s+/g, ' ').trim();
const spoken = element => {
  if (!element) return '';
  const copy = element.cloneNode(true);
  for (const silent of copy.querySelectorAll('[aria-hidden=true],[hidden],script,style')) silent.remove();
  return clean(copy.textContent);
};
const name = element => {
  const by = clean(element.getAttribute('aria-labelledby'));
  if (by) return clean(by.split(' ').map(id => spoken(document.getElementById(id))).join(' '));
  if (element.getAttribute('aria-label')) return clean(element.getAttribute('aria-label'));
  if (element.labels && element.labels.length) return clean([...element.labels].map(spoken).join(' '));
  return spoken(element) || clean(element.value) || clean(element.title);
};
const visible = element => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
const goal = clean(wanted);
const regions = 'nav,section,form,fieldset,dialog,article,aside,main,[role=region],[role=dialog],[role=navigation],[role=group]';
const scope = region && [...document.querySelectorAll(regions)].filter(visible).find(element => name(element) === clean(region));
if (region && !scope) return null;
const all = [...(scope || document).querySelectorAll(selectors[role])].filter(visible);
if (role === 'text' || role === 'output') {
  const holding = all.filter(element => spoken(element).includes(goal));
  return holding.find(element => !holding.some(other => other !== element && element.contains(other))) || null;
}
const named = all.map(element => [element, name(element)]);
const exact = named.find(([, found]) => found === goal);
const begins = named.find(([, found]) => found.startsWith(goal) && !/^\w/.test(found.slice(goal.length)));
const found = exact || begins;
return found ? found[0] : null;
