import type { ChildPayload, ChildType, DropReason } from "./types.ts";

/** The major version of the protocol. */
export const MAJOR = 1;
/** The largest message in bytes of JSON. */
const MAX_BYTES = 16_384;
/** Keys that change the prototype of an object when a script copies them. */
const FORBIDDEN_KEYS = ["__proto__", "constructor", "prototype"];

/** A message of the frame that was checked. The payload has no unknown fields. */
export type Message<T extends ChildType = ChildType> = {
    [Type in T]: { type: Type; id: string; re: string | null; session: string | null; payload: ChildPayload<Type> };
}[T];

type Check = (value: unknown) => boolean;
type Shape<P> = { [Key in keyof P]-?: Check };

const matches =
    (pattern: RegExp): Check =>
    (value) =>
        typeof value === "string" && pattern.test(value);
const isOneOf =
    (...values: unknown[]): Check =>
    (value) =>
        values.includes(value);
const optional =
    (check: Check): Check =>
    (value) =>
        value == null || check(value);
const isArrayOf =
    (check: Check): Check =>
    (value) =>
        Array.isArray(value) && value.every(check);
const isString = matches(/^/);
const isBoolean = isOneOf(true, false);
const isInteger: Check = Number.isSafeInteger;
const isCount: Check = (value) => isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
const isUuid = matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const isId = matches(/^[\w.~-]{1,64}$/);
const isInstant = matches(/^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3])(:[0-5][0-9]){2}Z$/);
const isCycle = isOneOf("monthly", "annual");
const isErrorCode = isOneOf(
    "version",
    "init_timeout",
    "code_invalid",
    "auth_timeout",
    "auth_denied",
    "organization_not_found",
    "payment_in_progress",
    "rate_limited",
    "service_unavailable",
    "internal",
);

/** Returns whether the value is a one-time code. */
export const isCode = matches(/^[\w.~-]{16,256}$/);
/** Returns whether the value is a BCP 47 language tag. */
export const isLocale = matches(/^[a-z]{2,8}(-[a-z0-9]{1,8}){0,3}$/i);
/** Returns whether the value is the path of a page of the frame. */
export const isPage = matches(
    /^\/(subscription|upgrade(\/review)?|payment-method|history|access-denied|(attempts|receipts)\/[\w-]{1,64})$/,
);

/** The checks of the payloads. The compiler requires one for every field of the generated types. */
const SHAPES: { [T in ChildType]: Shape<ChildPayload<T>> } = {
    "tcu.ready": { versions: isArrayOf(isCount), nonce: matches(/^[\w.~-]{16,512}$/), features: isArrayOf(isString) },
    "tcu.loaded": { session: isId, role: isOneOf("OWNER", "ADMIN", "BILLING_MANAGER", "USER"), height: isCount },
    "tcu.resize": { height: isCount },
    "tcu.route": { path: isPage, title: matches(/^[^\0-\x1f\x7f-\x9f]{1,200}$/u) },
    "tcu.auth.request": { reason: isOneOf("expired", "step_up") },
    "tcu.draft": { add: isCount, cycle: isCycle, hasCode: isBoolean },
    "tcu.quote": {
        quoteId: isId,
        currency: matches(/^[A-Z]{3}$/),
        dueMinor: isInteger,
        renewMinor: isInteger,
        renewsAt: isInstant,
        expiresAt: isInstant,
        stale: isBoolean,
    },
    "tcu.pay.started": { attemptId: isId },
    "tcu.pay.action_required": { kind: isOneOf("bank") },
    "tcu.pay.settled": {
        attemptId: isId,
        outcome: isOneOf("charged", "declined", "canceled", "unknown"),
        receiptId: optional(isId),
    },
    "tcu.changed": { version: isInteger, sessions: isInteger, cycle: isCycle },
    "tcu.access.requested": { requestId: isId },
    "tcu.exit": {
        reason: isOneOf("closed", "completed", "left", "session_ended", "error"),
        error: optional(isErrorCode),
        attemptId: optional(isId),
        supportId: isId,
    },
    "tcu.error": { code: isErrorCode, retryable: isBoolean, supportId: isId },
    "tcu.telemetry": { loadMs: isCount, accepted: isCount, dropped: isCount },
    "tcu.close.blocked": { until: isOneOf("settled") },
    "tcu.ping": {},
    "tcu.pong": {},
};

const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads and checks the data of a message event, or returns the reason to drop it. Unknown fields are ignored. */
export function readMessage(data: unknown): Message | DropReason {
    let text: string | undefined;
    try {
        text = JSON.stringify(data);
    } catch {
        // A circular structure or a BigInt.
    }
    if (text === undefined) return "malformed";
    if (new TextEncoder().encode(text).length > MAX_BYTES) return "too_large";
    let hasForbiddenKey = false;
    // The copy has no getters and no other prototypes.
    const json: unknown = JSON.parse(text, (key, value: unknown) => {
        // No key of the protocol needs escapes; the frame drops them as well.
        hasForbiddenKey ||= FORBIDDEN_KEYS.includes(key) || JSON.stringify(key) !== `"${key}"`;
        return value;
    });
    if (hasForbiddenKey) return "forbidden_key";
    if (!isObject(json) || !isCount(json.tcu)) return "malformed";
    if (json.tcu !== MAJOR) return "version";
    const { id, type, re = null, session = null, payload } = json;
    if (!isUuid(id) || !isString(type) || !optional(isUuid)(re) || !optional(isId)(session)) return "malformed";
    if (!Object.hasOwn(SHAPES, type as string)) return "unknown_type";
    const shape = Object.entries(SHAPES[type as ChildType]) as [string, Check][];
    if (!isObject(payload) || !shape.every(([key, check]) => check(payload[key]))) return "malformed";
    const known = shape.filter(([key]) => key in payload).map(([key]) => [key, payload[key]]);
    return { id, type, re, session, payload: Object.fromEntries(known) } as Message;
}
