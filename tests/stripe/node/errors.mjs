import assert from "node:assert/strict";
import { test } from "node:test";

import { control, order, returnUrl, savedCard, stripe } from "./sandbox.mjs";

const DECLINES = [
  ["pm_card_visa_chargeDeclined", "card_declined", "generic_decline"],
  ["pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"],
  ["pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"],
  ["pm_card_visa_chargeDeclinedStolenCard", "card_declined", "stolen_card"],
  ["pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"],
  ["pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"],
  ["pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"],
];

for (const [token, code, decline_code] of DECLINES) {
  test(`${token} is a card error with its codes`, async () => {
    const { id } = await stripe.paymentIntents.create(order(token));

    await assert.rejects(stripe.paymentIntents.confirm(id, returnUrl), (error) => {
      assert.deepEqual([error.type, error.statusCode], ["StripeCardError", 402]);
      assert.deepEqual([error.code, error.decline_code], [code, decline_code]);
      assert.deepEqual([error.payment_intent.id, error.payment_intent.status], [id, "requires_payment_method"]);
      assert.match(error.charge, /^ch_/);
      return true;
    });
  });
}

test("off-session payment that needs authentication is a card error", async () => {
  const { customer, card } = await savedCard("pm_card_authenticationRequired");
  const { id } = await stripe.paymentIntents.create(order(card.id, { customer }));

  await assert.rejects(stripe.paymentIntents.confirm(id, { off_session: true }), {
    type: "StripeCardError",
    code: "authentication_required",
  });
});

test("invalid requests name the code and the parameter", async () => {
  const invalid = { type: "StripeInvalidRequestError" };
  const cases = [
    [() => stripe.paymentIntents.retrieve("pi_none"), { ...invalid, statusCode: 404, code: "resource_missing", param: "intent" }],
    [() => stripe.customers.create({ nonsense: 1 }), { ...invalid, statusCode: 400, code: "parameter_unknown", param: "nonsense" }],
    [() => stripe.paymentIntents.create({ currency: "usd" }), { ...invalid, code: "parameter_missing", param: "amount" }],
    [() => stripe.paymentIntents.create({ amount: 1, currency: "usd" }), { ...invalid, code: "amount_too_small" }],
    [() => stripe.paymentIntents.create({ amount: 100_000_000, currency: "usd" }), { ...invalid, code: "amount_too_large" }],
  ];
  for (const [call, expected] of cases) await assert.rejects(call(), expected);
});

test("paid intent cannot be canceled", async () => {
  const { id } = await stripe.paymentIntents.create(order("pm_card_visa", { confirm: true }));

  await assert.rejects(stripe.paymentIntents.cancel(id), (error) => {
    assert.equal(error.code, "payment_intent_unexpected_state");
    assert.equal(error.payment_intent.status, "succeeded");
    return true;
  });
});

test("faults are the errors that the client knows", async () => {
  const faults = [
    [{ kind: "rate_limit", retry_after: 3 }, { type: "StripeRateLimitError", statusCode: 429 }],
    [{ kind: "forbidden" }, { type: "StripePermissionError", statusCode: 403 }],
    [{ kind: "unauthorized" }, { type: "StripeAuthenticationError", statusCode: 401 }],
    [{ kind: "error_before" }, { type: "StripeAPIError", statusCode: 500 }],
    // The client retries once when a connection is closed.
    [{ kind: "drop_before", times: 2 }, { type: "StripeConnectionError" }],
    [{ kind: "garbage" }, { type: "StripeAPIError" }],
  ];
  for (const [fault, expected] of faults) {
    await control("POST", "/faults", { call: "disputes.list", ...fault });
    await assert.rejects(stripe.disputes.list(), expected, fault.kind);
  }
});
