// The sandbox of these tests, through Stripe's Node client and the control calls.

import { createRequire } from "node:module";

/** Stripe's client, from the tools of `cargo xtask`. */
export const Stripe = createRequire(import.meta.url)("stripe");

const api = new URL(process.env.SANDBOX_URL);

/** The options of a client of the sandbox. A test sees each answer, so the client does not retry. */
export const options = {
  host: api.hostname,
  port: Number(api.port),
  protocol: "http",
  maxNetworkRetries: 0,
};

export const stripe = new Stripe(process.env.STRIPE_API_KEY, options);

/** Sends JSON to the control listener. */
export async function control(method, path, body) {
  const response = await fetch(new URL(path, process.env.SANDBOX_CONTROL_URL), {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

/** A customer with a saved card, through a checkout session. */
export async function savedCard(token) {
  const customer = await stripe.customers.create({ metadata: { organization: "101" } });
  const session = await createSession(customer.id);
  await control("POST", `/setup-sessions/${session.id}/completion`, { payment_method: token });
  const complete = await stripe.checkout.sessions.retrieve(session.id, { expand: ["setup_intent.payment_method"] });
  return { customer: customer.id, session: complete, card: complete.setup_intent.payment_method };
}

export function createSession(customer) {
  return stripe.checkout.sessions.create({
    mode: "setup",
    customer,
    allowed_payment_method_types: ["card"],
    success_url: "https://app.example.com/saved?session={CHECKOUT_SESSION_ID}",
    cancel_url: "https://app.example.com/cards",
    locale: "ja",
    metadata: { organization: "101" },
    setup_intent_data: { metadata: { organization: "101" } },
  });
}

/** The parameters of an intent of 241.55 USD. */
export function order(card, rest = {}) {
  return {
    amount: 24155,
    currency: "usd",
    payment_method: card,
    allowed_payment_method_types: ["card"],
    metadata: { organization: "101", attempt: "a1" },
    ...rest,
  };
}

export const returnUrl = { return_url: "https://app.example.com/paid" };
