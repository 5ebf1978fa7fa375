import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { control, order, stripe } from "./sandbox.mjs";

const secret = "whsec_theSecretOfTheNodeTests1";
const received = [];
let refuse = 0;
let server;
let endpoint;

before(async () => {
  server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      if (refuse > 0) {
        refuse -= 1;
        response.writeHead(500).end();
        return;
      }
      received.push({ body: Buffer.concat(chunks), signature: request.headers["stripe-signature"] });
      response.writeHead(200).end();
    });
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${server.address().port}/events`;
  endpoint = await control("POST", "/webhook-endpoints", { url, secret });
});

after(async () => {
  await control("DELETE", `/webhook-endpoints/${endpoint.id}`);
  server.closeAllConnections();
  server.close();
});

/** Waits for an event about an object, and verifies its signature. */
async function receive(type, id) {
  for (let count = 0; count < 500; count += 1) {
    for (const { body, signature } of received) {
      const event = stripe.webhooks.constructEvent(body, signature, secret);
      if (event.type === type && event.data.object.id === id) return event;
    }
    await new Promise((later) => setTimeout(later, 20));
  }
  return assert.fail(`no ${type} about ${id} was received`);
}

test("events of payments are signed", async () => {
  const paid = await stripe.paymentIntents.create(order("pm_card_visa", { confirm: true }));
  const declined = await stripe.paymentIntents.create(order("pm_card_visa_chargeDeclined"));
  await assert.rejects(stripe.paymentIntents.confirm(declined.id));
  const canceled = await stripe.paymentIntents.cancel(declined.id);
  const refund = await stripe.refunds.create({ payment_intent: paid.id });

  const event = await receive("payment_intent.succeeded", paid.id);
  assert.deepEqual([event.object, event.livemode, event.data.object.amount], ["event", false, 24155]);
  assert.deepEqual(await stripe.events.retrieve(event.id).then(({ data }) => data.object.id), paid.id);
  await receive("payment_intent.payment_failed", declined.id);
  await receive("payment_intent.canceled", canceled.id);
  await receive("refund.created", refund.id);
  await receive("charge.refunded", paid.latest_charge);
});

test("body or secret that does not match the signature is refused", async () => {
  const customer = await stripe.customers.create();
  await receive("customer.created", customer.id);
  const { body, signature } = received.at(-1);

  assert.throws(() => stripe.webhooks.constructEvent(`${body} `, signature, secret), { type: "StripeSignatureVerificationError" });
  assert.throws(() => stripe.webhooks.constructEvent(body, signature, `${secret}x`), { type: "StripeSignatureVerificationError" });
});

test("refused event is sent again", async () => {
  refuse = 1;
  const customer = await stripe.customers.create();

  await receive("customer.created", customer.id);
});
