import assert from "node:assert/strict";
import { test } from "node:test";

import { Stripe, control, createSession, options, order, returnUrl, savedCard, stripe } from "./sandbox.mjs";

test("account belongs to the key", async () => {
  const account = await stripe.accounts.retrieveCurrent();

  assert.equal(account.object, "account");
  assert.match(account.id, /^acct_/);
});

test("sandbox has the version that the client pins", async () => {
  const { lastResponse } = await stripe.customers.list({ limit: 1 });

  assert.equal(lastResponse.apiVersion, Stripe.API_VERSION ?? stripe.getApiField("version"));
});

test("customers are created, changed, retrieved and listed", async () => {
  const created = await stripe.customers.create({ name: "Ann", email: "ann@example.com", metadata: { organization: "7" } });
  const changed = await stripe.customers.update(created.id, { name: "Bea" });
  const retrieved = await stripe.customers.retrieve(created.id);
  const listed = await stripe.customers.list({ email: "ann@example.com", limit: 1 });

  assert.deepEqual([changed.name, retrieved.name, retrieved.metadata.organization], ["Bea", "Bea", "7"]);
  assert.equal(listed.data[0].id, created.id);
});

test("checkout session in setup mode saves a card", async () => {
  const { customer, session, card } = await savedCard("pm_card_visa");

  assert.deepEqual([session.mode, session.status, session.url], ["setup", "complete", null]);
  assert.deepEqual([session.setup_intent.status, session.setup_intent.metadata.organization], ["succeeded", "101"]);
  assert.deepEqual([card.customer, card.card.last4], [customer, "4242"]);
  const intent = await stripe.setupIntents.retrieve(session.setup_intent.id);
  assert.equal(intent.payment_method, card.id);
  const cards = await stripe.customers.listPaymentMethods(customer, { type: "card" });
  assert.deepEqual(cards.data.map(({ id }) => id), [card.id]);
});

test("checkout session expires", async () => {
  const customer = await stripe.customers.create();
  const session = await createSession(customer.id);

  const expired = await stripe.checkout.sessions.expire(session.id);

  assert.deepEqual([session.status, expired.status], ["open", "expired"]);
  assert.equal(new URL(session.url).origin, process.env.SANDBOX_URL);
});

test("payment methods are attached, retrieved and detached", async () => {
  const customer = await stripe.customers.create();
  const attached = await stripe.paymentMethods.attach("pm_card_mastercard", { customer: customer.id });
  const retrieved = await stripe.paymentMethods.retrieve(attached.id);
  const detached = await stripe.paymentMethods.detach(attached.id);

  assert.deepEqual([retrieved.customer, retrieved.card.brand, detached.customer], [customer.id, "mastercard", null]);
});

test("intent is created, then confirmed", async () => {
  const { customer, card } = await savedCard("pm_card_visa");
  const created = await stripe.paymentIntents.create(order(card.id, { customer }));
  const confirmed = await stripe.paymentIntents.confirm(created.id, { ...returnUrl, expand: ["latest_charge"] });
  const retrieved = await stripe.paymentIntents.retrieve(created.id);

  assert.deepEqual([created.status, confirmed.status, retrieved.status], ["requires_confirmation", "succeeded", "succeeded"]);
  assert.deepEqual([confirmed.latest_charge.amount, confirmed.latest_charge.paid], [24155, true]);
  assert.equal(retrieved.latest_charge, confirmed.latest_charge.id);
  const charge = await stripe.charges.retrieve(retrieved.latest_charge, { expand: ["payment_intent", "customer"] });
  assert.deepEqual([charge.payment_intent.id, charge.customer.id], [created.id, customer]);
});

test("canceled intent stays canceled", async () => {
  const created = await stripe.paymentIntents.create(order("pm_card_visa"));
  const canceled = await stripe.paymentIntents.cancel(created.id, { cancellation_reason: "abandoned" });

  assert.deepEqual([canceled.status, canceled.cancellation_reason], ["canceled", "abandoned"]);
});

test("3-D Secure goes over the bank page", async () => {
  const created = await stripe.paymentIntents.create(order("pm_card_threeDSecure2Required"));
  const asked = await stripe.paymentIntents.confirm(created.id, returnUrl);
  const { url } = asked.next_action.redirect_to_url;
  const page = await fetch(url);
  const decided = await fetch(url, {
    method: "POST",
    redirect: "manual",
    headers: { origin: process.env.SANDBOX_URL },
    body: new URLSearchParams({ decision: "confirm" }),
  });
  const paid = await stripe.paymentIntents.retrieve(created.id);

  assert.deepEqual([asked.status, page.status, decided.status, paid.status], ["requires_action", 200, 303, "succeeded"]);
  assert.match(decided.headers.get("location"), /^https:\/\/app\.example\.com\/paid\?payment_intent=/);
});

test("saved card pays off-session", async () => {
  const { customer, card } = await savedCard("pm_card_authenticationRequiredOnSetup");
  const created = await stripe.paymentIntents.create(order(card.id, { customer }));
  const paid = await stripe.paymentIntents.confirm(created.id, { off_session: true });

  assert.equal(paid.status, "succeeded");
});

test("client iterates over all pages of a list", async () => {
  const { id: customer } = await stripe.customers.create();
  const created = [];
  for (let count = 0; count < 5; count += 1) {
    created.unshift((await stripe.paymentIntents.create({ amount: 100 + count, currency: "usd", customer })).id);
  }

  const found = [];
  for await (const intent of stripe.paymentIntents.list({ customer, limit: 2, created: { gte: 0 } })) found.push(intent.id);

  assert.deepEqual(found, created);
});

test("refunds, disputes and events are read", async () => {
  const paid = await stripe.paymentIntents.create(order("pm_card_visa", { confirm: true }));
  const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 155, reason: "requested_by_customer" });
  const disputed = await stripe.paymentIntents.create(order("pm_card_createDispute", { confirm: true }));

  assert.deepEqual([refund.status, (await stripe.refunds.retrieve(refund.id)).amount], ["succeeded", 155]);
  assert.equal((await stripe.refunds.list({ payment_intent: paid.id })).data.length, 1);
  const [dispute] = (await stripe.disputes.list({ payment_intent: disputed.id })).data;
  assert.equal((await stripe.disputes.retrieve(dispute.id)).reason, "fraudulent");
  await control("POST", `/disputes/${dispute.id}/close`, { status: "lost" });
  const [event] = (await stripe.events.list({ type: "charge.dispute.closed", limit: 1 })).data;
  assert.equal((await stripe.events.retrieve(event.id)).data.object.id, dispute.id);
  assert.equal((await stripe.charges.list({ payment_intent: paid.id })).data[0].amount_refunded, 155);
});

test("key of another account is refused", async () => {
  const stranger = new Stripe("rk_test_notTheKeyOfTheSandbox", options);

  await assert.rejects(stranger.customers.list(), { type: "StripeAuthenticationError", statusCode: 401 });
});
