import { isCode, MAJOR, type Message, readMessage } from "./messages.ts";
import type { InitPayload } from "./protocol.ts";
import type {
    ChildPayload,
    ChildType,
    CodeReason,
    DropReason,
    FallbackReason,
    MessageLogEntry,
    ParentPayload,
    ParentType,
} from "./types.ts";

/** Milliseconds to wait for `tcu.ready`. */
const READY_TIMEOUT = 10_000;
/** Milliseconds to wait for the first code. The frame waits 10 seconds for `tcu.init`. */
const FIRST_CODE_TIMEOUT = 9_000;
/** Milliseconds to wait for the answer to `tcu.auth.request`, the same as in the frame. */
const CODE_TIMEOUT = 30_000;
/** Milliseconds to wait for `tcu.loaded`, including new codes. */
const LOAD_TIMEOUT = 60_000;
/** Milliseconds to wait for the answers to `tcu.ping` and `tcu.close`. */
const ANSWER_TIMEOUT = 3_000;
/** The number of messages accepted in one second. A frame sends at most 10 heights and a few others. */
const MESSAGES_PER_SECOND = 200;
/** The number of documents that the frame may load in one minute. Each document needs a code. */
const DOCUMENTS_PER_MINUTE = 6;

/** The window of the frame. */
export interface FrameWindow {
    postMessage(message: unknown, targetOrigin: string, transfer: Transferable[]): void;
}

/** A message event of a window. */
export interface WindowMessage {
    source: unknown;
    origin: string;
    data: unknown;
}

/** What the state machine needs from the element. */
export interface ParentEnvironment {
    /** The origin of the frame, compared as an exact string. */
    readonly origin: string;
    /** The window of the frame. */
    frame(): FrameWindow | null;
    /** Creates the channel for all messages after `tcu.init`. */
    createChannel(): MessageChannel;
    /** Returns milliseconds of a clock that never runs backwards. */
    now(): number;
    /** Requests a one-time code. */
    requestCode(reason: CodeReason): Promise<unknown>;
    /** Returns the current settings of the element. */
    settings(): Omit<InitPayload, "version" | "nonce" | "auth">;
    /** Handles an accepted message of the frame. */
    receive<T extends ChildType>(type: T, payload: ChildPayload<T>): void;
    /** Logs a message. */
    log(entry: MessageLogEntry): void;
    /** Shows the link instead of the frame. Called at most once, and as the last function. */
    fail(reason: FallbackReason): void;
    /** Removes the frame. Called at most once, and as the last function. */
    end(): void;
}

/** The phases of the page's side. */
type Phase = "waiting" | "authorizing" | "initializing" | "loaded" | "ended";

/** A request that the frame answers. */
interface OpenRequest<Answer> {
    id: string;
    answer: (answer: Answer) => void;
}

/** The state machine of the page that embeds the app. It uses no DOM. */
export class Parent {
    readonly #environment: ParentEnvironment;
    #phase: Phase = "waiting";
    #timer: ReturnType<typeof setTimeout> | undefined;
    #nonce: string | undefined;
    #port: MessagePort | undefined;
    #hasPortAnswered = false;
    #session: string | null = null;
    #attempt: string | undefined;
    /** The current call of `requestCode`. The answers of earlier calls are ignored. */
    #codeRequest: object | undefined;
    #closing: (OpenRequest<"closed" | "blocked"> & { result: Promise<"closed" | "blocked"> }) | undefined;
    #ping: OpenRequest<boolean> | undefined;
    #documents: number[] = [];
    #secondStart = -Infinity;
    #messagesInSecond = 0;
    /** The numbers of dropped messages. */
    readonly drops: Partial<Record<DropReason, number>> = {};

    constructor(environment: ParentEnvironment) {
        this.#environment = environment;
        this.#failAfter(READY_TIMEOUT, "not_ready");
    }

    /** Whether a payment is in progress. */
    get isPaying(): boolean {
        return this.#attempt !== undefined;
    }

    /** Handles a message event of the page's window. */
    receive({ source, origin, data }: WindowMessage): void {
        const frame = this.#environment.frame();
        if (!frame || source !== frame) return this.#drop("source");
        if (origin !== this.#environment.origin) return this.#drop("origin");
        this.#read(data, (message) => {
            // A document starts with `tcu.ready`. Until it accepts `tcu.init`, it can post only that it failed.
            if (message.type === "tcu.ready") return this.#start(message);
            const isEarly = this.#port && !this.#hasPortAnswered;
            return isEarly && (message.type === "tcu.error" || message.type === "tcu.exit")
                ? this.#handle(message)
                : "channel";
        });
    }

    /** Posts a message to the frame. Returns `false` before `tcu.init` and after the end. */
    send<T extends ParentType>(type: T, payload: ParentPayload<T>, re?: string): boolean {
        return this.#port !== undefined && this.#post(type, payload, re) !== "";
    }

    /** Requests the end of the frame. Blocked while a payment is in progress. */
    close(): Promise<"closed" | "blocked"> {
        if (this.#phase !== "loaded") {
            // A reload of the frame does not end its payment.
            if (this.isPaying) return Promise.resolve("blocked");
            this.#end();
            return Promise.resolve("closed");
        }
        if (!this.#closing) {
            let answer!: (answer: "closed" | "blocked") => void;
            const result = new Promise<"closed" | "blocked">((resolve) => (answer = resolve));
            const closing = (this.#closing = { id: this.#post("tcu.close", {}), answer, result });
            setTimeout(() => {
                if (this.#closing !== closing) return;
                // The frame does not respond.
                if (this.isPaying) this.#answerClose("blocked");
                else this.#end();
            }, ANSWER_TIMEOUT);
        }
        return this.#closing.result;
    }

    /** Returns whether the frame responds within 3 seconds. */
    ping(): Promise<boolean> {
        if (this.#phase !== "loaded") return Promise.resolve(false);
        this.#answerPing(false);
        return new Promise((answer) => {
            const ping = (this.#ping = { id: this.#post("tcu.ping", {}), answer });
            setTimeout(() => {
                if (this.#ping === ping) this.#answerPing(false);
            }, ANSWER_TIMEOUT);
        });
    }

    /** Ends without a message, because the frame is removed. */
    stop(): void {
        this.#phase = "ended";
        this.#reset();
        this.#attempt = undefined;
        this.#answerPing(false);
        this.#answerClose("closed");
    }

    #drop(reason: DropReason): void {
        this.drops[reason] = (this.drops[reason] ?? 0) + 1;
    }

    #read(data: unknown, handle: (message: Message) => DropReason | undefined): void {
        if (this.#phase === "ended") return this.#drop("phase");
        const now = this.#environment.now();
        if (now - this.#secondStart >= 1_000) {
            this.#secondStart = now;
            this.#messagesInSecond = 0;
        }
        if (++this.#messagesInSecond > MESSAGES_PER_SECOND) return this.#drop("rate");
        const message = readMessage(data);
        const reason = typeof message === "string" ? message : handle(message);
        if (reason) this.#drop(reason);
    }

    /** Starts with a new document of the frame: the first one, or one after a reload. */
    #start(message: Message<"tcu.ready">): DropReason | undefined {
        const { nonce, versions } = message.payload;
        // The frame answers `tcu.hello` with the same nonce.
        if (nonce === this.#nonce) return "phase";
        if (message.session !== null) return "session";
        const now = this.#environment.now();
        this.#documents = this.#documents.filter((at) => now - at < 60_000);
        if (this.#documents.push(now) > DOCUMENTS_PER_MINUTE) return "rate";
        this.#reset();
        this.#nonce = nonce;
        this.#phase = "authorizing";
        this.#failAfter(FIRST_CODE_TIMEOUT, "no_code");
        this.#deliver(message);
        // A listener of the page can have ended the frame.
        if (this.#nonce !== nonce || this.#phase !== "authorizing") return;
        if (!versions.includes(MAJOR)) {
            this.#fail("version");
            return;
        }
        this.#requestCode(
            "init",
            (code) => this.#init(nonce, code),
            () => this.#fail("no_code"),
        );
        return;
    }

    #init(nonce: string, code: string): void {
        const { port1, port2 } = this.#environment.createChannel();
        this.#port = port1;
        port1.onmessage = ({ data }) => {
            // A port of an earlier document.
            if (this.#port !== port1) return this.#drop("channel");
            this.#read(data, (message) => this.#handle(message, true));
        };
        this.#phase = "initializing";
        this.#failAfter(LOAD_TIMEOUT, "not_loaded");
        this.#post(
            "tcu.init",
            { ...this.#environment.settings(), version: MAJOR, nonce, auth: { code } },
            undefined,
            port2,
        );
    }

    #handle(message: Message, isFromPort = false): DropReason | undefined {
        const session = message.type === "tcu.loaded" ? message.payload.session : this.#session;
        if (message.session !== null && message.session !== session) return "session";
        const reason = this.#accept(message);
        if (reason) return reason;
        if (isFromPort) this.#hasPortAnswered = true;
        const isLoaded = this.#phase === "loaded";
        this.#deliver(message);
        // A listener of the page can have ended the frame.
        if (this.#phase !== "ended") this.#respond(message, isLoaded);
        return;
    }

    /** Changes the state, or returns the reason to drop the message. */
    #accept(message: Message): DropReason | undefined {
        const isAnswer = (request: { id: string } | undefined) =>
            request !== undefined && (message.re === null || message.re === request.id);
        switch (message.type) {
            case "tcu.ready":
                return "channel";
            case "tcu.auth.request":
            case "tcu.error":
            case "tcu.exit":
            case "tcu.ping":
                return;
            case "tcu.loaded":
                if (this.#phase !== "initializing") return "phase";
                this.#phase = "loaded";
                this.#session = message.payload.session;
                // If a payment is still in progress, the frame sends `tcu.pay.started` again.
                this.#attempt = undefined;
                clearTimeout(this.#timer);
                return;
        }
        if (this.#phase !== "loaded") return "phase";
        switch (message.type) {
            case "tcu.close.blocked":
                return isAnswer(this.#closing) ? undefined : "unrequested";
            case "tcu.pong":
                return isAnswer(this.#ping) ? undefined : "unrequested";
            case "tcu.pay.started":
                this.#attempt = message.payload.attemptId;
                return;
            case "tcu.pay.action_required":
                return this.isPaying ? undefined : "phase";
            case "tcu.pay.settled":
                if (message.payload.attemptId !== this.#attempt) return "unrequested";
                this.#attempt = undefined;
        }
        return;
    }

    #respond(message: Message, isLoaded: boolean): void {
        switch (message.type) {
            case "tcu.ping":
                this.send("tcu.pong", {}, message.id);
                break;
            case "tcu.pong":
                this.#answerPing(true);
                break;
            case "tcu.close.blocked":
                this.#answerClose("blocked");
                break;
            case "tcu.auth.request":
                this.#answerAuthRequest(message);
                break;
            case "tcu.error":
                // Before `tcu.loaded`, the frame shows its own link.
                if (!isLoaded) this.#fail("error");
                break;
            case "tcu.exit":
                if (["error", "session_ended"].includes(message.payload.reason)) this.#fail("exit");
                else this.#end();
        }
    }

    #deliver({ type, payload }: Message): void {
        this.#environment.log({ direction: "in", type, payload });
        this.#environment.receive(type, payload);
    }

    #answerAuthRequest({ id, payload: { reason } }: Message<"tcu.auth.request">): void {
        const port = this.#port;
        const reply = <T extends ParentType>(type: T, payload: ParentPayload<T>) => {
            if (this.#port === port) this.send(type, payload, id);
        };
        this.#requestCode(
            reason,
            (code) => reply("tcu.auth", { code }),
            () => reply("tcu.auth.denied", {}),
        );
        const request = this.#codeRequest;
        setTimeout(() => {
            // The frame does not wait longer.
            if (this.#codeRequest === request) this.#codeRequest = undefined;
        }, CODE_TIMEOUT);
    }

    #requestCode(reason: CodeReason, accept: (code: string) => void, refuse: () => void): void {
        const request = (this.#codeRequest = {});
        const settle = (code: unknown) => {
            if (this.#codeRequest !== request) return;
            this.#codeRequest = undefined;
            if (isCode(code)) accept(code as string);
            else refuse();
        };
        // Inside of a promise, because `requestCode` can throw.
        new Promise((resolve) => resolve(this.#environment.requestCode(reason))).then(settle, () => settle(undefined));
    }

    #post<T extends ParentType>(type: T, payload: ParentPayload<T>, re?: string, port?: MessagePort): string {
        const id = randomId();
        const message = { tcu: MAJOR, id, type, ...(re && { re }), session: this.#session, payload };
        if (port) this.#environment.frame()?.postMessage(message, this.#environment.origin, [port]);
        else this.#port?.postMessage(message);
        const { auth, code, ...rest } = payload as Partial<ParentPayload<"tcu.init"> & ParentPayload<"tcu.auth">>;
        this.#environment.log({ direction: "out", type, payload: rest });
        return id;
    }

    #failAfter(milliseconds: number, reason: FallbackReason): void {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#fail(reason), milliseconds);
    }

    #fail(reason: FallbackReason): void {
        if (this.#phase === "ended") return;
        this.stop();
        this.#environment.fail(reason);
    }

    #end(): void {
        if (this.#phase === "ended") return;
        this.stop();
        this.#environment.end();
    }

    #answerClose(answer: "closed" | "blocked"): void {
        this.#closing?.answer(answer);
        this.#closing = undefined;
    }

    #answerPing(answer: boolean): void {
        this.#ping?.answer(answer);
        this.#ping = undefined;
    }

    /** Forgets everything about the current document, except for a payment in progress. */
    #reset(): void {
        clearTimeout(this.#timer);
        this.#port?.close();
        this.#port = undefined;
        this.#hasPortAnswered = false;
        this.#codeRequest = undefined;
        this.#session = null;
    }
}

/** Returns a random UUID. `crypto.randomUUID` is missing in pages without TLS. */
function randomId(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return digits.replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/, "$1-$2-4$3-8$4-$5");
}
