// One process, because faults and webhooks of the sandbox concern all callers.

import "./calls.mjs";
import "./errors.mjs";
import "./idempotency.mjs";
import "./webhooks.mjs";
