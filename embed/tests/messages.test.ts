import assert from "node:assert/strict";
import { test } from "node:test";

import { isCode, isPage, readMessage } from "../src/messages.ts";
import { CHILD_TYPES, copy, EXAMPLES, isChildMessage, isParentMessage, type Json, PARENT_TYPES } from "./support.ts";

const child = CHILD_TYPES.map((type) => [type, EXAMPLES.get(type)!] as const);

/** Every place in a message: the object or array that holds a value, and its key. */
function places(json: Json, path: string[] = []): string[][] {
    return Object.entries(json).flatMap(([key, value]) => {
        const here = [...path, key];
        return typeof value === "object" && value !== null ? [here, ...places(value as Json, here)] : [here];
    });
}

/** A copy with another value, or without the value. */
function mutate(json: Json, path: string[], value: unknown): Json {
    const mutated = copy(json);
    const parent = path.slice(0, -1).reduce((at, key) => at[key] as Json, mutated);
    if (value === undefined) delete parent[path.at(-1)!];
    else parent[path.at(-1)!] = value;
    return mutated;
}

/** Asserts that the element and the JSON Schema agree. Returns whether the message is dropped. */
function isDropped(json: Json): boolean {
    const result = readMessage(json);
    const isInvalid = typeof result === "string";
    assert.equal(!isInvalid, isChildMessage(json), JSON.stringify(json));
    return isInvalid;
}

test("every type has an example", () => {
    assert.deepEqual([...EXAMPLES.keys()].sort(), [...new Set([...CHILD_TYPES, ...PARENT_TYPES])].sort());
});

test("examples of the frame are accepted unchanged", () => {
    for (const [type, example] of child) {
        assert.ok(isChildMessage(example), type);
        const { tcu, ...expected } = example;
        assert.deepEqual(readMessage(example), { re: null, ...expected }, type);
    }
});

test("examples of the page are valid and dropped by the page", () => {
    for (const type of PARENT_TYPES) {
        assert.ok(isParentMessage(EXAMPLES.get(type)), type);
        if (!CHILD_TYPES.includes(type)) assert.equal(readMessage(EXAMPLES.get(type)), "unknown_type", type);
    }
});

test("missing fields are dropped as the schema requires", () => {
    for (const [type, example] of child) {
        // Without an item, an array is shorter.
        const fields = places(example).filter((path) => !/^\d+$/.test(path.at(-1)!));
        const dropped = fields.filter((path) => isDropped(mutate(example, path, undefined)));
        assert.ok(dropped.length >= 4, `${type}: tcu, id, type and payload are required`);
    }
});

test("wrong types are dropped as the schema requires", () => {
    for (const [type, example] of child) {
        const values = [null, true, "x", "", -1, 2.5, {}, { a: 1 }, [], ["x"], "a".repeat(1_000), "a\n"];
        const mutations = places(example).flatMap((path) => values.map((value) => mutate(example, path, value)));
        const dropped = mutations.filter(isDropped);
        assert.ok(dropped.length >= 4 * (values.length - 2), type);
    }
});

test("integers outside of the range of Rust are dropped", () => {
    const resize = EXAMPLES.get("tcu.resize")!;
    assert.equal(readMessage(mutate(resize, ["payload", "height"], 2 ** 32)), "malformed");
    assert.equal(typeof readMessage(mutate(resize, ["payload", "height"], 2 ** 32 - 1)), "object");
    assert.equal(readMessage(mutate(EXAMPLES.get("tcu.quote")!, ["payload", "dueMinor"], 2 ** 63)), "malformed");
});

test("unknown fields are ignored", () => {
    for (const [type, example] of child) {
        const later = mutate(mutate(example, ["later"], [{ a: 1 }]), ["payload", "later"], { a: null });
        assert.ok(isChildMessage(later), type);
        assert.deepEqual(readMessage(later), readMessage(example), type);
    }
});

test("unknown types are dropped", () => {
    for (const type of ["tcu.pay.now", "tcu.role", "TCU.READY", "", "toString", "hasOwnProperty"]) {
        assert.equal(readMessage({ ...EXAMPLES.get("tcu.ping"), type }), "unknown_type");
    }
});

test("messages above the size limit are dropped", () => {
    for (const [type, example] of child) {
        const padding = 16_384 - JSON.stringify({ ...example, padding: "" }).length;
        assert.equal(typeof readMessage({ ...example, padding: "a".repeat(padding) }), "object", type);
        assert.equal(readMessage({ ...example, padding: "a".repeat(padding + 1) }), "too_large", type);
        // Two bytes in UTF-8, and one unit in JavaScript.
        assert.equal(readMessage({ ...example, padding: "é".repeat(padding / 2 + 1) }), "too_large", type);
    }
});

test("five megabytes are dropped", () => {
    assert.equal(readMessage({ ...EXAMPLES.get("tcu.ping"), padding: "a".repeat(5_000_000) }), "too_large");
    assert.equal(readMessage("a".repeat(5_000_000)), "too_large");
});

test("prototype keys are dropped", () => {
    for (const [type, example] of child) {
        for (const key of ["__proto__", "constructor", "prototype", "a\\b", 'a"b', "a\nb"]) {
            const pair = `{${JSON.stringify(key)}:{"isAdmin":true}}`;
            const outside = JSON.stringify(example).replace(/^\{/, `${pair.slice(0, -1)},`);
            assert.equal(readMessage(JSON.parse(outside)), "forbidden_key", `${type} ${key}`);
            const inside = { ...example, payload: { ...example.payload, nested: [JSON.parse(pair)] } };
            assert.equal(readMessage(inside), "forbidden_key", `${type} ${key}`);
        }
    }
    assert.equal(({} as Json).isAdmin, undefined);
});

test("other major versions are dropped", () => {
    for (const [type, example] of child) {
        for (const tcu of [0, 2, 2 ** 32 - 1]) assert.equal(readMessage({ ...example, tcu }), "version", type);
        for (const tcu of ["1", 1.5, -1, null]) assert.equal(readMessage({ ...example, tcu }), "malformed", type);
    }
    assert.equal(readMessage({ tcu: 2 }), "version");
});

test("data that is not a JSON object is dropped", () => {
    const circular: Json = {};
    circular.self = circular;
    for (const data of [undefined, null, 1, "tcu", [], [EXAMPLES.get("tcu.ping")], 1n, circular, { n: 1n }, () => {}]) {
        assert.equal(readMessage(data), "malformed");
    }
    assert.equal(readMessage(JSON.stringify(EXAMPLES.get("tcu.ping"))), "malformed");
});

test("paths outside the list are refused", () => {
    for (const page of ["/upgrade", "/upgrade/review", "/attempts/att_1", "/receipts/HQ-000042"])
        assert.ok(isPage(page));
    for (const page of ["", "/", "upgrade", "//upgrade", "/upgrade/", "/upgrade?add=3", "/upgrade\n", "/attempts/.."]) {
        assert.equal(isPage(page), false, page);
    }
});

test("codes with other characters are refused", () => {
    assert.ok(isCode("a".repeat(16)));
    for (const code of ["a".repeat(15), "a".repeat(257), `${"a".repeat(16)}\n`, "<!doctype html><p>a", undefined, {}]) {
        assert.equal(isCode(code), false);
    }
});
