import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";

import { control, order, stripe } from "./sandbox.mjs";

test("same key replays the answer", async () => {
  const idempotencyKey = randomUUID();
  const first = await stripe.paymentIntents.create(order("pm_card_visa"), { idempotencyKey });
  const again = await stripe.paymentIntents.create(order("pm_card_visa"), { idempotencyKey });

  assert.deepEqual(again, first);
  assert.equal(first.lastResponse.headers["idempotent-replayed"], undefined);
  assert.equal(again.lastResponse.headers["idempotent-replayed"], "true");
  assert.equal(again.lastResponse.headers["original-request"], first.lastResponse.requestId);
});

test("same key with other parameters is refused", async () => {
  const idempotencyKey = randomUUID();
  await stripe.customers.create({ name: "A" }, { idempotencyKey });

  await assert.rejects(stripe.customers.create({ name: "B" }, { idempotencyKey }), {
    type: "StripeIdempotencyError",
    statusCode: 400,
  });
});

test("declines are replayed without a second charge", async () => {
  const { id } = await stripe.paymentIntents.create(order("pm_card_visa_chargeDeclined"));
  const idempotencyKey = randomUUID();
  const confirm = () => stripe.paymentIntents.confirm(id, {}, { idempotencyKey }).then(assert.fail, (error) => error);
  const [first, again] = [await confirm(), await confirm()];

  assert.deepEqual([first.code, again.charge], ["card_declined", first.charge]);
  assert.equal((await stripe.charges.list({ payment_intent: id })).data.length, 1);
});

test("stored server error is replayed although the payment succeeded", async () => {
  const { id } = await stripe.paymentIntents.create(order("pm_card_visa"));
  const idempotencyKey = randomUUID();
  await control("POST", "/faults", { call: "payment_intents.confirm", kind: "error_after" });
  for (let count = 0; count < 2; count += 1) {
    await assert.rejects(stripe.paymentIntents.confirm(id, {}, { idempotencyKey }), { statusCode: 500 });
  }

  assert.equal((await stripe.paymentIntents.retrieve(id)).status, "succeeded");
});

test("key in use is refused, and its answer is replayed later", async () => {
  const idempotencyKey = randomUUID();
  const { id } = await stripe.paymentIntents.create(order("pm_card_sandbox_timeoutCharged"));
  const late = stripe.paymentIntents.confirm(id, {}, { idempotencyKey });
  while ((await stripe.paymentIntents.retrieve(id)).status !== "succeeded");

  await assert.rejects(stripe.paymentIntents.confirm(id, {}, { idempotencyKey }), { code: "idempotency_key_in_use" });

  assert.equal((await late).status, "succeeded");
  assert.equal((await stripe.paymentIntents.confirm(id, {}, { idempotencyKey })).status, "succeeded");
});
