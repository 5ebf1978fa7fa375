import type { ChildMessage, ParentMessage } from "./protocol.ts";

/** A message of the frame by its type. */
export type ChildType = ChildMessage["type"];
/** A message of the page by its type. */
export type ParentType = ParentMessage["type"];
/** The payload of a message of the frame. */
export type ChildPayload<T extends ChildType> = Extract<ChildMessage, { type: T }>["payload"];
/** The payload of a message of the page. */
export type ParentPayload<T extends ParentType> = Extract<ParentMessage, { type: T }>["payload"];

/**
 * Why the frame needs a code: it starts (`init`), its session has expired (`expired`), or a payment requires that the
 * person confirms their sign-in (`step_up`).
 */
export type CodeReason = "init" | "expired" | "step_up";

/** Returns a one-time code that the portal's server requested. */
export type RequestCode = (reason: CodeReason) => Promise<string>;

/**
 * Why the element shows the link instead of the frame:
 * - `invalid_attributes`: `src`, `client` or `organization` is missing or invalid.
 * - `not_ready`: the frame did not start within 10 seconds. Framing is refused, a script is blocked, or the browser has
 *   no WebAssembly.
 * - `version`: the frame does not support this version of the protocol.
 * - `no_code`: `requestCode` is not set, rejected, returned no valid code, or did not answer within 9 seconds.
 * - `not_loaded`: the frame did not load within 60 seconds after the code.
 * - `error`: the frame sent `tcu.error` before it loaded.
 * - `exit`: the frame ended because of an error, or because its session ended.
 */
export type FallbackReason =
    "invalid_attributes" | "not_ready" | "version" | "no_code" | "not_loaded" | "error" | "exit";

/** Why a message was dropped. The sender gets no answer. */
export type DropReason =
    | "source"
    | "origin"
    | "channel"
    | "rate"
    | "too_large"
    | "forbidden_key"
    | "malformed"
    | "version"
    | "unknown_type"
    | "session"
    | "phase"
    | "unrequested";

/** A message in a log. Codes are removed. */
export interface MessageLogEntry {
    direction: "in" | "out";
    type: ChildType | ParentType;
    payload: object;
}

type EventName<T extends string> = T extends `${infer Start}.${infer End}`
    ? EventName<`${Start}-${End}`>
    : T extends `${infer Start}_${infer End}`
      ? EventName<`${Start}-${End}`>
      : T;

/** The events named after messages of the frame, for example `tcu-pay-settled`. The detail is the payload. */
export type MessageEventMap = {
    [T in Exclude<ChildType, "tcu.ping" | "tcu.pong"> as EventName<T>]: CustomEvent<ChildPayload<T>>;
};

/** The events of the element. */
export interface TestCloudUpgradeEventMap extends MessageEventMap {
    /** Every message, for logs. */
    "tcu-message": CustomEvent<MessageLogEntry>;
    /** The element shows the link instead of the frame. */
    "tcu-fallback": CustomEvent<{ reason: FallbackReason }>;
}
