import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { Ajv2020 } from "ajv/dist/2020.js";

import { Parent, type ParentEnvironment } from "../src/parent.ts";
import type { FallbackReason, MessageLogEntry } from "../src/types.ts";

export type Json = Record<string, any>;

// The tests run in `embed/`.
const PROTOCOL = join(process.cwd(), "../crates/embed-protocol");

/** The example message of every type, the same files as in the tests of the frame. */
export const EXAMPLES = new Map<string, Json>(
    readdirSync(join(PROTOCOL, "messages")).map((file) => {
        const example = JSON.parse(readFileSync(join(PROTOCOL, "messages", file), "utf8")) as Json;
        return [example.type as string, example];
    }),
);

const schema = JSON.parse(readFileSync(join(PROTOCOL, "schema/tcu-1.json"), "utf8")) as Json;

function types(direction: string): string[] {
    return schema.$defs[direction].oneOf.map((message: Json) => message.properties.type.const as string);
}

/** The types of the frame's messages. */
export const CHILD_TYPES = types("ChildMessage");
/** The types of the page's messages. */
export const PARENT_TYPES = types("ParentMessage");

/** Compiles the JSON Schema of one direction. */
function validator(direction: string) {
    // `format` names the integer types of Rust, and properties have no order of types.
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    return ajv.compile({ ...schema, anyOf: undefined, $ref: `#/$defs/${direction}` });
}

export const isChildMessage = validator("ChildMessage");
export const isParentMessage = validator("ParentMessage");

export const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** The example of a type without a session and without `re`. */
export function message(type: string, payload?: Json): Json {
    const example = copy(EXAMPLES.get(type)!);
    return { ...example, re: null, session: null, payload: payload ?? example.payload };
}

export const ORIGIN = "https://billing.example.com";
export const CODE = EXAMPLES.get("tcu.init")!.payload.auth.code as string;
export const NONCE = EXAMPLES.get("tcu.ready")!.payload.nonce as string;
export const ATTEMPT = EXAMPLES.get("tcu.pay.started")!.payload.attemptId as string;

/** A port whose messages the test delivers. */
export class FakePort {
    onmessage: ((event: { data: unknown }) => void) | null = null;
    readonly posted: Json[] = [];
    isClosed = false;

    postMessage(message: Json): void {
        this.posted.push(copy(message));
    }

    close(): void {
        this.isClosed = true;
    }
}

/** A page with a state machine and a frame that the test plays. */
export class Page {
    readonly frame = {
        posted: [] as { message: Json; targetOrigin: string; transfer: unknown[] }[],
        postMessage(message: unknown, targetOrigin: string, transfer: unknown[]) {
            this.posted.push({ message: copy(message as Json), targetOrigin, transfer });
        },
    };
    readonly ports: FakePort[] = [];
    readonly received: [type: string, payload: Json][] = [];
    readonly log: MessageLogEntry[] = [];
    readonly reasons: string[] = [];
    fallback: FallbackReason | undefined;
    isEnded = false;
    now = 0;
    requestCode: (reason: string) => unknown = () => CODE;
    onReceive: (type: string) => void = () => {};
    readonly parent: Parent;

    constructor() {
        const environment: ParentEnvironment = {
            origin: ORIGIN,
            frame: () => this.frame,
            createChannel: () => {
                const port = new FakePort();
                this.ports.push(port);
                return { port1: port, port2: { name: "port2" } } as unknown as MessageChannel;
            },
            now: () => this.now,
            requestCode: (reason) => {
                this.reasons.push(reason);
                return this.requestCode(reason) as Promise<unknown>;
            },
            settings: () => ({ org: 101, locale: "vi", dir: "ltr", theme: { scheme: "dark", tokens: {} } }),
            receive: (type, payload) => {
                this.received.push([type, payload]);
                this.onReceive(type);
            },
            log: (entry) => this.log.push(entry),
            fail: (reason) => (this.fallback = reason),
            end: () => (this.isEnded = true),
        };
        this.parent = new Parent(environment);
    }

    /** The port of the current document. */
    get port(): FakePort {
        return this.ports.at(-1)!;
    }

    get drops(): Json {
        return { ...this.parent.drops };
    }

    /** Delivers a message event of the page's window. */
    window(data: unknown, source: unknown = this.frame, origin = ORIGIN): void {
        this.parent.receive({ source, origin, data });
    }

    /** Delivers a message event of the port. */
    deliver(data: unknown, port = this.port): void {
        port.onmessage!({ data });
    }

    /** The types that the page posted to the port. */
    get posted(): string[] {
        return this.port.posted.map(({ type }) => type as string);
    }

    get lastPost(): Json {
        return this.port.posted.at(-1)!;
    }
}

/** Waits until all resolved promises are handled. */
export async function settle(): Promise<void> {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

/** A page whose frame has sent `tcu.ready` and received `tcu.init`. */
export async function initialized(page = new Page()): Promise<Page> {
    page.window(message("tcu.ready"));
    await settle();
    return page;
}

/** A page whose frame has loaded. */
export async function loaded(): Promise<Page> {
    const page = await initialized();
    page.deliver(EXAMPLES.get("tcu.loaded"));
    return page;
}

/** A page with a payment in progress. */
export async function paying(): Promise<Page> {
    const page = await loaded();
    page.deliver(message("tcu.pay.started"));
    return page;
}
