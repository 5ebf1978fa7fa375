import { fallback } from "./fallback.ts";
import { isLocale, isPage } from "./messages.ts";
import { Parent } from "./parent.ts";
import type { InitPayload, LocalePayload, Prefill, ThemePayload, Tokens } from "./protocol.ts";
import type {
    ChildPayload,
    ChildType,
    DropReason,
    FallbackReason,
    RequestCode,
    TestCloudUpgradeEventMap,
} from "./types.ts";

export type * from "./types.ts";

/** Attributes that select the frame. A change loads another one. */
const ADDRESS = ["src", "client", "organization"];
const LOCALE = ["locale", "dir"];
const TEXT_ATTRIBUTES = [...ADDRESS, "locale", "theme", "fallback-href", "frame-title", "return-path"];
/** Returns the property of an attribute: `fallbackHref` for `fallback-href`. */
const propertyOf = (attribute: string) => attribute.replace(/-(.)/, (_, letter: string) => letter.toUpperCase());
/** Properties that frameworks can set before the element is defined. */
const PROPERTIES = [...TEXT_ATTRIBUTES.map(propertyOf), "tokens", "requestCode"];
/** Milliseconds to wait for the attributes. */
const ATTRIBUTES_TIMEOUT = 10_000;
/** Least milliseconds between two changes of the theme or the locale. */
const CHANGE_INTERVAL = 50;
/** The height before `tcu.loaded`, and the limit of all heights, in CSS pixels. */
const START_HEIGHT = 480;
const MAX_HEIGHT = 20_000;
const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/i;
const STYLE =
    ":host{display:block}:host([hidden]){display:none}iframe{display:block;width:100%;border:0}p{margin:1em 0}";

/** Missing on a server that renders the page. */
const BaseElement = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** `<testcloud-upgrade>`: shows TestCloud Upgrading of an organization in a frame. */
export class TestCloudUpgradeElement extends BaseElement {
    static readonly observedAttributes = [...TEXT_ATTRIBUTES, "dir"];

    /** The address of the billing service, with its base path. The frame is loaded from its origin. */
    declare src: string | null;
    /** The public id of the portal. */
    declare client: string | null;
    /** The numeric id of the organization in TestOps. */
    declare organization: string | number | null;
    /** The language, by default that of the page. */
    declare locale: string | null;
    /** The color scheme, by default `auto`. */
    declare theme: "light" | "dark" | "auto" | null;
    /** The address of the link that replaces the frame, by default the stand-alone page. */
    declare fallbackHref: string | null;
    /** The title of the frame, by default "TestCloud Upgrading". */
    declare frameTitle: string | null;
    /** A path of the portal for "Return to the portal". */
    declare returnPath: string | null;
    /** Values for empty fields. Read when the frame starts. */
    declare prefill: Prefill | null;
    /** Whether the frame moves focus to its heading when it starts. */
    declare focusOnLoad: boolean;
    /** Whether the frame may send `tcu.telemetry`. Read when the frame starts. */
    declare telemetry: boolean;

    readonly #root = this.attachShadow({ mode: "open" });
    /** Exists from the start, so that screen readers announce its content. */
    readonly #status = document.createElement("div");
    #frame: HTMLIFrameElement | undefined;
    #parent: Parent | undefined;
    #tokens: Tokens | null = null;
    #requestCode: RequestCode | null = null;
    #onRequestCode: ((requestCode: RequestCode) => void) | undefined;
    #isStarting = false;
    readonly #changes = new Set<"tcu.theme" | "tcu.locale">();
    #attributesTimer: ReturnType<typeof setTimeout> | undefined;

    constructor() {
        super();
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(STYLE);
        this.#root.adoptedStyleSheets = [sheet];
        this.#status.setAttribute("role", "status");
        this.#root.append(this.#status);
        for (const name of PROPERTIES) {
            const values = this as unknown as Record<string, unknown>;
            if (Object.hasOwn(values, name)) {
                const value = values[name];
                delete values[name];
                values[name] = value;
            }
        }
    }

    /** Returns a new one-time code from the portal's server. */
    get requestCode(): RequestCode | null {
        return this.#requestCode;
    }

    set requestCode(requestCode: RequestCode | null) {
        this.#requestCode = requestCode;
        if (requestCode) this.#onRequestCode?.(requestCode);
    }

    /** Colors and lengths. The frame replaces values that are invalid or lack contrast with its default. */
    get tokens(): Tokens | null {
        return this.#tokens;
    }

    set tokens(tokens: Tokens | null) {
        this.#tokens = tokens;
        this.#scheduleChange("tcu.theme");
    }

    /** Whether a payment is in progress. */
    get isPaying(): boolean {
        return this.#parent?.isPaying ?? false;
    }

    /** The numbers of messages that the current frame and other windows sent and the element dropped. */
    get drops(): Partial<Record<DropReason, number>> {
        return { ...this.#parent?.drops };
    }

    /** Opens a page of the frame, for example `/history`. Returns `false` if it is not one, or no frame is loaded. */
    navigate(path: string): boolean {
        return isPage(path) && (this.#parent?.send("tcu.navigate", { path }) ?? false);
    }

    /** Ends the frame, or returns `blocked` while a payment is in progress. */
    async close(): Promise<"closed" | "blocked"> {
        return this.#parent?.close() ?? "closed";
    }

    /** Returns whether the frame responds within 3 seconds. */
    async ping(): Promise<boolean> {
        return this.#parent?.ping() ?? false;
    }

    connectedCallback(): void {
        addEventListener("message", this.#onMessage);
        this.#scheduleStart();
    }

    disconnectedCallback(): void {
        removeEventListener("message", this.#onMessage);
        this.#stop();
    }

    /** Keeps the frame when `moveBefore` moves the element. */
    connectedMoveCallback(): void {}

    attributeChangedCallback(name: string, old: string | null, value: string | null): void {
        if (old === value) return;
        if (ADDRESS.includes(name)) this.#scheduleStart();
        else if (name === "theme") this.#scheduleChange("tcu.theme");
        else if (name === "frame-title") this.#setTitle();
        else if (LOCALE.includes(name)) this.#scheduleChange("tcu.locale");
        if (this.#status.firstChild) this.#showFallback();
    }

    readonly #onMessage = (event: MessageEvent) => this.#parent?.receive(event);

    readonly #onBeforeUnload = (event: BeforeUnloadEvent) => {
        event.preventDefault();
        // For Safari.
        event.returnValue = true;
    };

    /** Starts once after all attributes of one task are set. */
    #scheduleStart(): void {
        if (this.#isStarting) return;
        this.#isStarting = true;
        queueMicrotask(() => {
            this.#isStarting = false;
            if (this.isConnected) this.#start();
        });
    }

    /** Sends the current theme or locale soon. The frame accepts at most 50 messages in a second. */
    #scheduleChange(type: "tcu.theme" | "tcu.locale"): void {
        if (this.#changes.size === 0) {
            setTimeout(() => {
                if (this.#changes.has("tcu.theme")) this.#parent?.send("tcu.theme", this.#theme());
                if (this.#changes.has("tcu.locale")) this.#parent?.send("tcu.locale", this.#locale());
                this.#changes.clear();
            }, CHANGE_INTERVAL);
        }
        this.#changes.add(type);
    }

    #stop(): void {
        clearTimeout(this.#attributesTimer);
        this.#parent?.stop();
        this.#parent = undefined;
        this.#warnBeforeUnload();
    }

    #start(): void {
        const base = this.#base();
        const client = this.getAttribute("client");
        const organization = this.getAttribute("organization") ?? "";
        const path = `embed/organizations/${organization}/testcloud/upgrade?client=${encodeURIComponent(client ?? "")}`;
        const url = base && client && /^[1-9]\d{0,14}$/.test(organization) ? new URL(path, base) : undefined;
        if (url && this.#parent && this.#frame?.src === url.href) return;
        this.#stop();
        this.#status.replaceChildren();
        if (!url) {
            this.#removeFrame();
            this.#attributesTimer = setTimeout(() => this.#fail("invalid_attributes"), ATTRIBUTES_TIMEOUT);
            return;
        }
        // Before the frame loads, so that its first message is received.
        this.#parent = new Parent({
            origin: url.origin,
            frame: () => this.#frame?.contentWindow ?? null,
            createChannel: () => new MessageChannel(),
            now: () => performance.now(),
            requestCode: (reason) => this.#code(reason),
            settings: () => this.#settings(Number(organization)),
            receive: (type, payload) => this.#receive(type, payload),
            log: (detail) => this.#dispatch("tcu-message", detail),
            fail: (reason) => this.#fail(reason),
            end: () => this.#removeFrame(),
        });
        this.#loadFrame(url.href);
    }

    /** Keeps the frame of an element that was removed and added again. The browser has loaded it again. */
    #loadFrame(href: string): void {
        const frame = (this.#frame ??= document.createElement("iframe"));
        if (frame.src === href) return;
        frame.allow = "payment; publickey-credentials-get; clipboard-write";
        frame.referrerPolicy = "no-referrer";
        frame.scrolling = "no";
        frame.src = href;
        this.#setTitle();
        this.#setHeight(START_HEIGHT);
        if (!frame.isConnected) this.#root.append(frame);
    }

    #removeFrame(): void {
        this.#frame?.remove();
        this.#frame = undefined;
        this.#warnBeforeUnload();
    }

    #setTitle(): void {
        if (this.#frame) this.#frame.title = this.getAttribute("frame-title") || "TestCloud Upgrading";
    }

    #setHeight(height: number): void {
        if (this.#frame) this.#frame.style.height = `${Math.min(height, MAX_HEIGHT)}px`;
    }

    #receive<T extends ChildType>(type: T, payload: ChildPayload<T>): void {
        if ("height" in payload) this.#setHeight(payload.height as number);
        this.#warnBeforeUnload();
        if (type !== "tcu.ping" && type !== "tcu.pong") this.#dispatch(type.replace(/[._]/g, "-"), payload);
    }

    #dispatch(name: string, detail: object): void {
        this.dispatchEvent(new CustomEvent(name, { detail }));
    }

    #warnBeforeUnload(): void {
        const change = this.isPaying ? addEventListener : removeEventListener;
        change("beforeunload", this.#onBeforeUnload);
    }

    #fail(reason: FallbackReason): void {
        this.#removeFrame();
        this.#showFallback();
        this.#dispatch("tcu-fallback", { reason });
    }

    #showFallback(): void {
        const organization = this.getAttribute("organization") ?? "";
        const base = this.#base();
        const page = `organizations/${encodeURIComponent(organization)}/settings/subscription-management/testcloud/upgrade`;
        const href =
            webAddress(this.getAttribute("fallback-href"), document.baseURI) ?? (base && webAddress(page, base));
        this.#status.replaceChildren(fallback(this.#locale().locale, href?.href));
    }

    /** The address of the billing service with a slash at the end of its path. */
    #base(): URL | undefined {
        const base = webAddress(this.getAttribute("src"), document.baseURI);
        if (base && !base.pathname.endsWith("/")) base.pathname += "/";
        return base;
    }

    /** Requests a code. Waits for the property if it is not set yet; `Parent` limits the time. */
    async #code(reason: "init" | "expired" | "step_up"): Promise<unknown> {
        const set = new Promise<RequestCode>((resolve) => (this.#onRequestCode = resolve));
        return (this.#requestCode ?? (await set))(reason);
    }

    #settings(org: number): Omit<InitPayload, "version" | "nonce" | "auth"> {
        const path = this.getAttribute("return-path");
        const { add, cycle } = this.prefill ?? {};
        const prefill: Prefill = {
            ...(Number.isInteger(add) && { add: Math.min(Math.max(add as number, 0), 9_999) }),
            ...((cycle === "monthly" || cycle === "annual") && { cycle }),
        };
        return {
            org,
            ...this.#locale(),
            theme: this.#theme(),
            ...(Object.keys(prefill).length > 0 && { prefill }),
            ...(path && { return: path.slice(0, 512) }),
            focus: Boolean(this.focusOnLoad),
            telemetry: Boolean(this.telemetry),
        };
    }

    #locale(): LocalePayload {
        const page = this.closest<HTMLElement>("[lang]")?.lang;
        const locale = [this.getAttribute("locale"), page, navigator.language].find(isLocale) ?? "en";
        const dir = this.getAttribute("dir");
        if (dir === "ltr" || dir === "rtl") return { locale, dir };
        return { locale, dir: RIGHT_TO_LEFT.test(locale) ? "rtl" : "ltr" };
    }

    #theme(): ThemePayload {
        const theme = this.getAttribute("theme");
        // A value that is not a short string would make the frame drop the whole message.
        const isToken = ([, value]: [string, unknown]) => typeof value === "string" && value.length <= 32;
        return {
            scheme: theme === "light" || theme === "dark" ? theme : "auto",
            tokens: Object.fromEntries(Object.entries(this.#tokens ?? {}).filter(isToken)),
        };
    }
}

export interface TestCloudUpgradeElement {
    addEventListener<K extends keyof TestCloudUpgradeEventMap>(
        type: K,
        listener: (this: TestCloudUpgradeElement, event: TestCloudUpgradeEventMap[K]) => unknown,
        options?: boolean | AddEventListenerOptions,
    ): void;
    addEventListener<K extends keyof HTMLElementEventMap>(
        type: K,
        listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown,
        options?: boolean | AddEventListenerOptions,
    ): void;
    addEventListener(
        type: string,
        listener: EventListenerOrEventListenerObject,
        options?: boolean | AddEventListenerOptions,
    ): void;
    removeEventListener<K extends keyof TestCloudUpgradeEventMap>(
        type: K,
        listener: (this: TestCloudUpgradeElement, event: TestCloudUpgradeEventMap[K]) => unknown,
        options?: boolean | EventListenerOptions,
    ): void;
    removeEventListener<K extends keyof HTMLElementEventMap>(
        type: K,
        listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown,
        options?: boolean | EventListenerOptions,
    ): void;
    removeEventListener(
        type: string,
        listener: EventListenerOrEventListenerObject,
        options?: boolean | EventListenerOptions,
    ): void;
}

declare global {
    interface HTMLElementTagNameMap {
        "testcloud-upgrade": TestCloudUpgradeElement;
    }
}

/** Resolves an address of the web. Scripts, other schemes and addresses with a user name are refused. */
function webAddress(address: string | null, base: string | URL): URL | undefined {
    if (!address) return undefined;
    try {
        const url = new URL(address, base);
        return /^https?:$/.test(url.protocol) && !url.username && !url.password ? url : undefined;
    } catch {
        return undefined;
    }
}

const prototype = TestCloudUpgradeElement.prototype;
for (const attribute of TEXT_ATTRIBUTES) {
    Object.defineProperty(prototype, propertyOf(attribute), {
        get(this: HTMLElement) {
            return this.getAttribute(attribute);
        },
        set(this: HTMLElement, value: unknown) {
            if (value == null) this.removeAttribute(attribute);
            else this.setAttribute(attribute, String(value));
        },
        configurable: true,
        enumerable: true,
    });
}
// On the prototype, so that frameworks find the properties, and values from before the definition stay.
Object.assign(prototype, { prefill: null, focusOnLoad: false, telemetry: false });

// The script can be loaded twice.
if (globalThis.customElements && !customElements.get("testcloud-upgrade")) {
    customElements.define("testcloud-upgrade", TestCloudUpgradeElement);
}
