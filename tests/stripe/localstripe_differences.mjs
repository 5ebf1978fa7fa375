// Fields that the sandbox and localstripe 1.15 answer differently, and which of them is like Stripe.

/** `call` matches the name of a call in localstripe_compare.mjs, `path` the path of a field. */
export const DIFFERENCES = [
  {
    call: /./,
    path: /(^|\.)(error|last_payment_error)\.message$/,
    reason: 'each server has its own sentences; the client reads codes only',
  },
  {
    call: /^(attach declined card|confirm with failing card)$/,
    path: /^error\.type$/,
    reason: 'localstripe sends invalid_request_error with a decline; Stripe sends card_error, like the sandbox',
  },
  {
    call: /customer$/,
    path: /^currency$/,
    reason: 'localstripe sets EUR; a customer of Stripe has no currency before its first invoice',
  },
  {
    call: /customer$/,
    path: /^preferred_locales$/,
    reason: 'null in localstripe, an empty list in Stripe and the sandbox',
  },
  {
    call: /card$/,
    path: /^card\.(country|fingerprint|three_d_secure_usage\.supported)$/,
    reason: 'properties that each server invents for a test card; the client does not read them',
  },
  {
    call: /intent/,
    path: /(^|\.)latest_charge$/,
    reason: 'localstripe always expands the charge; Stripe sends its id unless expand[] requests it. The client reads both',
  },
  {
    call: /^(retrieve|cancel) declined intent$|^list intents$/,
    path: /(^|\.)payment_method$/,
    reason: 'localstripe keeps the card of a declined intent; Stripe removes it, like the sandbox',
  },
  {
    call: /refund/,
    path: /(^|\.)payment_intent$/,
    reason: 'localstripe knows the intent only if the refund names it; Stripe finds it by the charge',
  },
  {
    call: /charge|refund/,
    path: /(^|\.)balance_transaction$/,
    reason: 'the sandbox has no balance of the account; the client does not read this field',
  },
  {
    call: /^list intents$/,
    path: /^data\.0\./,
    reason: 'localstripe lists from old to new and Stripe from new to old, so the first intent is another one',
  },
];
