// Sends the same calls to the sandbox and to localstripe, and compares the answers field by field where both have them.
//
// SANDBOX_URL is the origin of the sandbox, LOCALSTRIPE_PROXY that of the proxy of localstripe_run.mjs, and STRIPE_API_KEY
// the key that the sandbox accepts.
//
// A difference is accepted only with a reason in localstripe_differences.mjs. A reason without a difference fails too.

import { DIFFERENCES } from './localstripe_differences.mjs';

const { SANDBOX_URL: sandbox, LOCALSTRIPE_PROXY: localstripe, STRIPE_API_KEY: key } = process.env;
if (!sandbox || !localstripe || !key) {
  console.error('SANDBOX_URL, LOCALSTRIPE_PROXY and STRIPE_API_KEY must be set');
  process.exit(2);
}

/** One server: sends calls and records the answers by name. */
class Server {
  answers = new Map();

  constructor(origin) {
    this.origin = origin;
  }

  async call(name, method, path, parameters = {}, authorization = `Bearer ${key}`) {
    const form = new URLSearchParams(parameters).toString();
    const options = { method, headers: { authorization, 'idempotency-key': crypto.randomUUID() } };
    if (method === 'POST') {
      options.body = form;
      options.headers['content-type'] = 'application/x-www-form-urlencoded';
    }
    const query = method === 'GET' && form ? `?${form}` : '';
    const response = await fetch(this.origin + path + query, options);
    const body = await response.json();
    this.answers.set(name, { status: response.status, body });
    return body;
  }
}

/** The calls. Names are those of the answers in the report. */
async function run(server) {
  const call = server.call.bind(server);
  const metadata = { 'metadata[deployment]': 'compare', 'metadata[organization]': '101' };
  const customer = (await call('create customer', 'POST', '/v1/customers', { name: 'Acme', ...metadata })).id;
  await call('retrieve customer', 'GET', `/v1/customers/${customer}`);
  const attach = (name, card) => call(name, 'POST', `/v1/payment_methods/${card}/attach`, { customer });
  const card = (await attach('attach card', 'pm_card_visa')).id;
  await call('retrieve card', 'GET', `/v1/payment_methods/${card}`);
  await attach('attach declined card', 'pm_card_visa_chargeDeclined');

  const create = (name, method, amount = 24155) =>
    call(name, 'POST', '/v1/payment_intents', {
      amount,
      currency: 'usd',
      customer,
      payment_method: method,
      'allowed_payment_method_types[]': 'card',
      ...metadata,
      'metadata[attempt]': 'att_1',
    });
  const intent = `/v1/payment_intents/${(await create('create intent', card)).id}`;
  await call('retrieve unconfirmed intent', 'GET', intent);
  const confirmation = { payment_method: card, return_url: 'https://billing.example.com/back' };
  const paid = await call('confirm intent', 'POST', `${intent}/confirm`, confirmation);
  await call('retrieve paid intent', 'GET', intent);
  await call('confirm paid intent', 'POST', `${intent}/confirm`, confirmation);
  await call('cancel paid intent', 'POST', `${intent}/cancel`);

  const charge = typeof paid.latest_charge === 'string' ? paid.latest_charge : paid.latest_charge.id;
  await call('retrieve charge', 'GET', `/v1/charges/${charge}`);
  const refund = await call('create refund', 'POST', '/v1/refunds', { charge, amount: 1000 });
  await call('retrieve refund', 'GET', `/v1/refunds/${refund.id}`);
  await call('list refunds', 'GET', '/v1/refunds', { charge });
  await call('retrieve refunded charge', 'GET', `/v1/charges/${charge}`);

  const unused = `/v1/payment_intents/${(await create('create second intent', card)).id}`;
  await call('cancel intent', 'POST', `${unused}/cancel`);
  await call('cancel canceled intent', 'POST', `${unused}/cancel`);
  await call('confirm canceled intent', 'POST', `${unused}/confirm`, confirmation);

  const failing = (await attach('attach failing card', 'pm_card_chargeCustomerFail')).id;
  const declined = `/v1/payment_intents/${(await create('create third intent', failing)).id}`;
  const offSession = { payment_method: failing, off_session: 'true' };
  await call('confirm with failing card', 'POST', `${declined}/confirm`, offSession);
  await call('retrieve declined intent', 'GET', declined);
  await call('cancel declined intent', 'POST', `${declined}/cancel`);

  await call('list intents', 'GET', '/v1/payment_intents', { limit: 1 });
  await call('retrieve missing intent', 'GET', '/v1/payment_intents/pi_missing');
  await call('retrieve missing card', 'GET', '/v1/payment_methods/pm_missing');
  await create('create intent without amount', card, 0);
  await create('create intent with missing card', 'pm_missing');
  await call('retrieve without key', 'GET', intent, {}, 'Bearer wrong');
  await call('detach card', 'POST', `/v1/payment_methods/${card}/detach`);
}

/** The fields of an answer by path. The members of a list have their position. */
function fields({ status, body }) {
  const found = new Map([['(status)', status]]);
  const visit = (path, value) => {
    if (value !== null && typeof value === 'object') {
      if (path) found.set(path, Array.isArray(value) ? `(list of ${value.length})` : '(object)');
      for (const [name, member] of Object.entries(value)) visit(path ? `${path}.${name}` : name, member);
    } else {
      found.set(path, value);
    }
  };
  visit('', body);
  return found;
}

/** What can be compared of a value: of an id its kind, and of a time that it is one. */
function comparable(value) {
  if (typeof value === 'string' && /^[a-z]{2,6}_[A-Za-z0-9]{8,}(_secret_\w+)?$/.test(value)) {
    return `${value.split('_')[0]}_…`;
  }
  return Number.isInteger(value) && value > 1_500_000_000 ? '(time)' : value;
}

function compare(ours, theirs) {
  const differences = [];
  let equal = 0;
  for (const [name, answer] of ours.answers) {
    const other = fields(theirs.answers.get(name));
    for (const [path, value] of fields(answer)) {
      if (!other.has(path)) continue;
      const [left, right] = [comparable(value), comparable(other.get(path))];
      if (left === right) equal += 1;
      else differences.push({ name, path, sandbox: left, localstripe: right });
    }
  }
  return { equal, differences };
}

const servers = [new Server(sandbox), new Server(localstripe)];
for (const server of servers) await run(server);
const { equal, differences } = compare(...servers);
const unused = new Set(DIFFERENCES);
let failed = false;
for (const difference of differences) {
  const rule = DIFFERENCES.find((rule) => rule.call.test(difference.name) && rule.path.test(difference.path));
  unused.delete(rule);
  failed ||= !rule;
  const values = `sandbox ${JSON.stringify(difference.sandbox)}, localstripe ${JSON.stringify(difference.localstripe)}`;
  console.log(`${difference.name}: ${difference.path}: ${values}: ${rule?.reason ?? 'NOT LISTED'}`);
}
for (const rule of unused) {
  failed = true;
  console.log(`${rule.call} ${rule.path}: listed, but there is no such difference`);
}
console.log(`${servers[0].answers.size} calls, ${equal} equal fields, ${differences.length} different fields`);
process.exitCode = failed ? 1 : 0;
