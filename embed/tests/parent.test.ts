import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import {
    ATTEMPT,
    CHILD_TYPES,
    CODE,
    EXAMPLES,
    initialized,
    isParentMessage,
    loaded,
    message,
    NONCE,
    ORIGIN,
    Page,
    PARENT_TYPES,
    paying,
    settle,
} from "./support.ts";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

const ready = () => message("tcu.ready");
const readyWith = (nonce: string) => message("tcu.ready", { ...EXAMPLES.get("tcu.ready")!.payload, nonce });

// Handshake

test("ready is answered with a code, the nonce and a port for the pinned origin", async () => {
    const page = await initialized();
    const [{ message: init, targetOrigin, transfer }] = page.frame.posted as [(typeof page.frame.posted)[0]];
    assert.equal(page.frame.posted.length, 1);
    assert.equal(init.type, "tcu.init");
    assert.deepEqual(init.payload, {
        org: 101,
        locale: "vi",
        dir: "ltr",
        theme: { scheme: "dark", tokens: {} },
        version: 1,
        nonce: NONCE,
        auth: { code: CODE },
    });
    assert.equal(targetOrigin, ORIGIN);
    assert.deepEqual(transfer, [{ name: "port2" }]);
    assert.deepEqual(page.reasons, ["init"]);
});

test("every message of the page matches the schema", async () => {
    const page = await paying();
    page.parent.send("tcu.navigate", { path: "/history" });
    page.parent.send("tcu.theme", { scheme: "auto", tokens: { colorLink: "#0b57d0" } });
    page.parent.send("tcu.locale", { locale: "ar", dir: "rtl" });
    page.deliver(message("tcu.ping"));
    page.deliver(message("tcu.auth.request"));
    await settle();
    page.requestCode = () => Promise.reject(new Error("signed out"));
    page.deliver(message("tcu.auth.request"));
    await settle();
    void page.parent.ping();
    void page.parent.close();
    const posted = [page.frame.posted[0]!.message, ...page.port.posted];
    for (const sent of posted) assert.ok(isParentMessage(sent), JSON.stringify(isParentMessage.errors));
    const types = new Set(posted.map(({ type }) => type as string));
    // The frame sends `tcu.ready` without a request.
    assert.deepEqual([...types].sort(), PARENT_TYPES.filter((type) => type !== "tcu.hello").sort());
    assert.equal(new Set(posted.map(({ id }) => id as string)).size, posted.length);
});

test("examples of the frame are accepted and delivered", async () => {
    for (const type of CHILD_TYPES.filter((type) => !["tcu.ready", "tcu.loaded"].includes(type))) {
        const page = type.startsWith("tcu.pay.") && type !== "tcu.pay.started" ? await paying() : await loaded();
        if (type === "tcu.close.blocked") void page.parent.close();
        if (type === "tcu.pong") void page.parent.ping();
        const before = page.received.length;
        const example = { ...EXAMPLES.get(type)!, re: page.posted.length > 0 ? page.lastPost.id : null };
        page.deliver(example);
        assert.deepEqual(page.received.slice(before), [[type, EXAMPLES.get(type)!.payload]], type);
        assert.deepEqual(page.drops, {}, type);
    }
});

test("mutated message of every type is dropped and counted", async () => {
    for (const type of CHILD_TYPES) {
        const page = await paying();
        const before = page.received.length;
        const example = EXAMPLES.get(type)!;
        const mutations = [
            [{ ...example, tcu: 2 }, "version"],
            [{ ...example, id: "1" }, "malformed"],
            [{ ...example, type: `${type}.now` }, "unknown_type"],
            [{ ...example, session: "es_other" }, "session"],
            [{ ...example, payload: null }, "malformed"],
            [{ ...example, padding: "a".repeat(20_000) }, "too_large"],
            [JSON.parse('{"__proto__":{}}'), "forbidden_key"],
        ] as const;
        for (const [mutated] of mutations) page.deliver(mutated);
        const expected = { version: 1, malformed: 2, unknown_type: 1, session: 1, too_large: 1, forbidden_key: 1 };
        assert.deepEqual(page.drops, expected, type);
        assert.equal(page.received.length, before, type);
    }
});

test("frame with another version is replaced with the link", async () => {
    const page = new Page();
    page.window(message("tcu.ready", { ...ready().payload, versions: [2] }));
    await settle();
    assert.equal(page.fallback, "version");
    assert.deepEqual(page.reasons, []);
});

test("frame that is not ready in 10 seconds is replaced with the link", () => {
    const page = new Page();
    mock.timers.tick(9_999);
    assert.equal(page.fallback, undefined);
    mock.timers.tick(1);
    assert.equal(page.fallback, "not_ready");
    page.window(ready());
    assert.deepEqual(page.drops, { phase: 1 });
});

test("frame that does not load in 60 seconds is replaced with the link", async () => {
    const page = await initialized();
    mock.timers.tick(60_000);
    assert.equal(page.fallback, "not_loaded");
    assert.ok(page.port.isClosed);
});

test("loaded frame has no time limit", async () => {
    const page = await loaded();
    mock.timers.tick(8 * 3_600_000);
    assert.equal(page.fallback, undefined);
});

// Origin, source and channel

test("other windows are dropped without an answer", async () => {
    const page = new Page();
    for (const source of [null, "parent", {}, new Page().frame]) page.window(ready(), source);
    await settle();
    assert.deepEqual(page.drops, { source: 4 });
    assert.equal(page.frame.posted.length, 0);
});

test("other origins are dropped without an answer", async () => {
    const page = new Page();
    const origins = [
        "https://billing.example.com.evil.com",
        "https://evil-billing.example.com",
        "https://example.com",
        "https://billing.example.com:8443",
        "https://billing.example.com/",
        "http://billing.example.com",
        "HTTPS://billing.example.com",
        "null",
        "",
        "*",
    ];
    for (const origin of origins) page.window(ready(), page.frame, origin);
    await settle();
    assert.deepEqual(page.drops, { origin: origins.length });
    assert.equal(page.frame.posted.length, 0);
});

test("messages of an earlier window are dropped", async () => {
    const page = await loaded();
    const removed = page.frame;
    Object.defineProperty(page, "frame", { value: new Page().frame });
    page.window(readyWith("another-nonce-1234"), removed);
    assert.deepEqual(page.drops, { source: 1 });
});

test("window carries no message after the port", async () => {
    const page = await loaded();
    for (const type of CHILD_TYPES.filter((type) => type !== "tcu.ready")) page.window(message(type));
    assert.deepEqual(page.drops, { channel: CHILD_TYPES.length - 1 });
    assert.equal(page.received.length, 2);
});

test("port carries no ready", async () => {
    const page = await loaded();
    page.deliver(readyWith("another-nonce-1234"));
    assert.deepEqual(page.drops, { channel: 1 });
});

test("window before the handshake carries only ready", async () => {
    const page = new Page();
    for (const type of CHILD_TYPES.filter((type) => type !== "tcu.ready")) page.window(message(type));
    assert.deepEqual(page.drops, { channel: CHILD_TYPES.length - 1 });
});

test("frame that refuses init is replaced with the link", async () => {
    // The frame uses the port only after it accepts `tcu.init`.
    const page = await initialized();
    page.window(message("tcu.error", { code: "version", retryable: false, supportId: "req_1" }));
    assert.equal(page.fallback, "error");
});

// Documents of the frame

test("second ready of a document is dropped", async () => {
    const page = await loaded();
    page.window(ready());
    await settle();
    assert.deepEqual(page.drops, { phase: 1 });
    assert.deepEqual(page.reasons, ["init"]);
});

test("reload of the frame requests a new code and a new port", async () => {
    const page = await paying();
    const old = page.port;
    page.window(readyWith("another-nonce-1234"));
    await settle();
    assert.deepEqual(page.reasons, ["init", "init"]);
    assert.equal(page.frame.posted[1]!.message.payload.nonce, "another-nonce-1234");
    assert.ok(old.isClosed);
    page.deliver(message("tcu.resize"), old);
    assert.deepEqual(page.drops, { channel: 1 });
    // The new document has another session.
    page.deliver({
        ...EXAMPLES.get("tcu.loaded"),
        session: "es_2",
        payload: { ...EXAMPLES.get("tcu.loaded")!.payload, session: "es_2" },
    });
    page.deliver({ ...EXAMPLES.get("tcu.resize"), session: "es_2" });
    assert.deepEqual(page.drops, { channel: 1 });
});

test("reload does not end a payment until the frame has loaded", async () => {
    const page = await paying();
    page.window(readyWith("another-nonce-1234"));
    await settle();
    assert.ok(page.parent.isPaying);
    assert.equal(await page.parent.close(), "blocked");
    page.deliver(message("tcu.loaded"));
    assert.equal(page.parent.isPaying, false);
    page.deliver(message("tcu.pay.started"));
    assert.ok(page.parent.isPaying);
});

test("code for an earlier document is not used", async () => {
    const page = new Page();
    const resolve: ((code: string) => void)[] = [];
    page.requestCode = () => new Promise((done) => resolve.push(done));
    page.window(ready());
    page.window(readyWith("another-nonce-1234"));
    resolve[0]!(CODE);
    await settle();
    assert.equal(page.frame.posted.length, 0);
    resolve[1]!(CODE);
    await settle();
    assert.equal(page.frame.posted[0]!.message.payload.nonce, "another-nonce-1234");
});

test("frame that reloads again and again gets six codes in a minute", async () => {
    const page = new Page();
    for (let count = 0; count < 20; count += 1) {
        page.now += 2_000;
        page.window(readyWith(`nonce-of-document-${count}`));
        await settle();
    }
    assert.equal(page.reasons.length, 6);
    page.now += 60_000;
    page.window(readyWith("nonce-of-document-99"));
    assert.equal(page.reasons.length, 7);
});

// Codes

test("request for a code that never answers ends with the link", async () => {
    const page = new Page();
    page.requestCode = () => new Promise(() => {});
    page.window(ready());
    await settle();
    mock.timers.tick(9_000);
    assert.equal(page.fallback, "no_code");
    assert.equal(page.frame.posted.length, 0);
});

test("request for a code that rejects, throws or returns no code ends with the link", async () => {
    const results = [
        () => Promise.reject(new Error("signed out")),
        () => {
            throw new TypeError("not a function");
        },
        () => undefined,
        () => "<!doctype html><title>Sign in</title>",
        () => Promise.resolve({ code: CODE }),
        () => "short",
    ];
    for (const requestCode of results) {
        const page = new Page();
        page.requestCode = requestCode;
        page.window(ready());
        await settle();
        assert.equal(page.fallback, "no_code");
        assert.equal(page.frame.posted.length, 0);
    }
});

test("request for a code that answers twice is used once", async () => {
    const page = new Page();
    page.requestCode = () => ({
        then(resolve: (code: string) => void) {
            resolve(CODE);
            resolve("another-code-12345");
        },
    });
    page.window(ready());
    await settle();
    assert.equal(page.frame.posted.length, 1);
    assert.equal(page.frame.posted[0]!.message.payload.auth.code, CODE);
});

test("code that arrives after the link is not used", async () => {
    const page = new Page();
    let resolve!: (code: string) => void;
    page.requestCode = () => new Promise((done) => (resolve = done));
    page.window(ready());
    await settle();
    mock.timers.tick(9_000);
    resolve(CODE);
    await settle();
    assert.equal(page.frame.posted.length, 0);
});

test("frame gets a new code for its reason", async () => {
    const page = await loaded();
    const request = message("tcu.auth.request");
    page.deliver(request);
    await settle();
    assert.deepEqual(page.reasons, ["init", "step_up"]);
    const { type, re, session, payload } = page.lastPost;
    assert.deepEqual(
        { type, re, session, payload },
        { type: "tcu.auth", re: request.id, session: "es_7Kq2mZ", payload: { code: CODE } },
    );
});

test("frame gets a new code before it has loaded", async () => {
    const page = await initialized();
    page.deliver(message("tcu.auth.request", { reason: "expired" }));
    await settle();
    assert.deepEqual(page.posted, ["tcu.auth"]);
});

test("rejected code for a loaded frame is denied and keeps the frame", async () => {
    const page = await loaded();
    page.requestCode = () => Promise.reject(new Error("canceled"));
    page.deliver(message("tcu.auth.request"));
    await settle();
    assert.equal(page.lastPost.type, "tcu.auth.denied");
    assert.equal(page.fallback, undefined);
});

test("code for a loaded frame that arrives after 30 seconds is not sent", async () => {
    const page = await loaded();
    let resolve!: (code: string) => void;
    page.requestCode = () => new Promise((done) => (resolve = done));
    page.deliver(message("tcu.auth.request"));
    await settle();
    mock.timers.tick(30_000);
    resolve(CODE);
    await settle();
    assert.deepEqual(page.posted, []);
    assert.equal(page.fallback, undefined);
});

test("only the last of two requests for a code is answered", async () => {
    const page = await loaded();
    const resolve: ((code: string) => void)[] = [];
    page.requestCode = () => new Promise((done) => resolve.push(done));
    const second = { ...message("tcu.auth.request"), id: message("tcu.resize").id };
    page.deliver(message("tcu.auth.request"));
    page.deliver(second);
    await settle();
    resolve.forEach((done) => done(CODE));
    await settle();
    assert.deepEqual(
        page.port.posted.map(({ re }) => re),
        [second.id],
    );
});

test("log contains no code", async () => {
    const page = await loaded();
    page.deliver(message("tcu.auth.request"));
    await settle();
    assert.deepEqual(
        page.log.map(({ direction, type }) => `${direction} ${type}`),
        ["in tcu.ready", "out tcu.init", "in tcu.loaded", "in tcu.auth.request", "out tcu.auth"],
    );
    assert.ok(!JSON.stringify(page.log).includes(CODE));
});

// Payment, close and liveness

test("payment lasts from started to settled", async () => {
    const page = await loaded();
    page.deliver(message("tcu.pay.action_required"));
    assert.deepEqual(page.drops, { phase: 1 });
    page.deliver(message("tcu.pay.started"));
    page.deliver(message("tcu.pay.action_required"));
    assert.ok(page.parent.isPaying);
    page.deliver(message("tcu.pay.settled", { attemptId: "att_other", outcome: "charged" }));
    assert.ok(page.parent.isPaying);
    assert.deepEqual(page.drops, { phase: 1, unrequested: 1 });
    page.deliver(message("tcu.pay.settled"));
    assert.equal(page.parent.isPaying, false);
    assert.equal(page.received.at(-1)![1].attemptId, ATTEMPT);
});

test("payment is settled once", async () => {
    const page = await paying();
    page.deliver(message("tcu.pay.settled"));
    page.deliver(message("tcu.pay.settled"));
    assert.deepEqual(page.drops, { unrequested: 1 });
    assert.equal(page.received.filter(([type]) => type === "tcu.pay.settled").length, 1);
});

test("messages of a session are dropped before it", async () => {
    const early = ["tcu.auth.request", "tcu.error", "tcu.exit", "tcu.ping", "tcu.ready", "tcu.loaded"];
    const types = CHILD_TYPES.filter((type) => !early.includes(type));
    const page = await initialized();
    for (const type of types) page.deliver(message(type));
    assert.deepEqual(page.drops, { phase: types.length });
    assert.equal(page.parent.isPaying, false);
});

test("close waits for the exit of the frame", async () => {
    const page = await loaded();
    const [first, second] = [page.parent.close(), page.parent.close()];
    assert.deepEqual(page.posted, ["tcu.close"]);
    page.deliver({ ...message("tcu.exit"), re: page.lastPost.id });
    assert.deepEqual(await Promise.all([first, second]), ["closed", "closed"]);
    assert.ok(page.isEnded && page.port.isClosed);
    assert.equal(page.fallback, undefined);
});

test("close is blocked while a payment is in progress", async () => {
    const page = await paying();
    const close = page.parent.close();
    page.deliver({ ...message("tcu.close.blocked"), re: message("tcu.resize").id });
    assert.deepEqual(page.drops, { unrequested: 1 });
    page.deliver({ ...message("tcu.close.blocked"), re: page.lastPost.id });
    assert.equal(await close, "blocked");
    assert.equal(page.isEnded, false);
    page.deliver(message("tcu.close.blocked"));
    assert.deepEqual(page.drops, { unrequested: 2 });
});

test("close without an answer keeps only a frame with a payment", async () => {
    for (const [page, answer] of [
        [await loaded(), "closed"],
        [await paying(), "blocked"],
    ] as const) {
        const close = page.parent.close();
        mock.timers.tick(3_000);
        assert.equal(await close, answer);
        assert.equal(page.isEnded, answer === "closed");
    }
});

test("close before the frame has loaded ends it at once", async () => {
    const page = await initialized();
    assert.equal(await page.parent.close(), "closed");
    assert.ok(page.isEnded);
    page.deliver(message("tcu.loaded"), page.port);
    assert.equal(page.received.length, 1);
});

test("exit with an error or without a session shows the link", async () => {
    for (const reason of ["error", "session_ended", "closed", "completed", "left"]) {
        const page = await loaded();
        page.deliver(message("tcu.exit", { reason, error: null, supportId: "req_1" }));
        const isFailure = ["error", "session_ended"].includes(reason);
        assert.equal(page.fallback, isFailure ? "exit" : undefined, reason);
        assert.equal(page.isEnded, !isFailure, reason);
    }
});

test("error of a loaded frame keeps it", async () => {
    const page = await loaded();
    page.deliver(message("tcu.error"));
    assert.equal(page.fallback, undefined);
});

test("messages after the end are dropped", async () => {
    const page = await loaded();
    const port = page.port;
    page.deliver(message("tcu.exit"));
    const before = page.received.length;
    for (const type of CHILD_TYPES) page.deliver(message(type), port);
    page.window(readyWith("another-nonce-1234"));
    assert.deepEqual(page.drops, { channel: CHILD_TYPES.length, phase: 1 });
    assert.equal(page.received.length, before);
    assert.equal(page.parent.send("tcu.navigate", { path: "/history" }), false);
});

test("listener that removes the frame stops the handshake", async () => {
    const page = new Page();
    page.onReceive = () => page.parent.stop();
    page.window(ready());
    await settle();
    assert.deepEqual(page.reasons, []);
    assert.equal(page.fallback, undefined);
});

test("listener that removes the frame gets no response", async () => {
    const page = await loaded();
    page.onReceive = () => page.parent.stop();
    page.deliver(message("tcu.auth.request"));
    await settle();
    assert.deepEqual(page.reasons, ["init"]);
    assert.deepEqual(page.posted, []);
});

test("ping is answered, and unanswered pings are reported", async () => {
    const page = await loaded();
    page.deliver(message("tcu.ping"));
    assert.deepEqual([page.lastPost.type, page.lastPost.re], ["tcu.pong", message("tcu.ping").id]);
    const answered = page.parent.ping();
    page.deliver({ ...message("tcu.pong"), re: page.lastPost.id });
    assert.equal(await answered, true);
    const unanswered = page.parent.ping();
    mock.timers.tick(3_000);
    assert.equal(await unanswered, false);
    page.deliver(message("tcu.pong"));
    assert.deepEqual(page.drops, { unrequested: 1 });
    assert.equal(await new Page().parent.ping(), false);
});

test("removed frame stops all timers", async () => {
    const page = await paying();
    const [close, ping] = [page.parent.close(), page.parent.ping()];
    page.parent.stop();
    assert.deepEqual(await Promise.all([close, ping]), ["closed", false]);
    mock.timers.tick(100_000);
    assert.deepEqual([page.fallback, page.isEnded, page.parent.isPaying], [undefined, false, false]);
});

test("ten thousand messages are limited", async () => {
    const page = await loaded();
    const before = page.received.length;
    for (let count = 0; count < 10_000; count += 1) page.deliver(message("tcu.resize"));
    assert.equal(page.drops.rate + page.received.length - before, 10_000);
    assert.ok(page.drops.rate > 9_700);
    page.now += 1_000;
    page.deliver(message("tcu.resize"));
    assert.equal(page.received.at(-1)![0], "tcu.resize");
    for (let count = 0; count < 10_000; count += 1) page.window(ready(), {});
    assert.equal(page.drops.source, 10_000);
});
