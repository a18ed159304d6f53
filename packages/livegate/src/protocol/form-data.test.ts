import assert from "node:assert/strict";
import { test } from "node:test";
import { type FormParams, type FormValue, decodeForm, dropEmpty, fieldPath, usedInput } from "./form-data.ts";
import { seededRandom } from "./seeded-random.ts";

const decode = (text: string): unknown => {
  const result = decodeForm(text);
  assert.ok(result.ok, JSON.stringify(result));
  return JSON.parse(JSON.stringify(result.value));
};

test("brackets nest, empty brackets collect, and of duplicates the last wins", () => {
  assert.deepEqual(decode("a[b]=1&a[c]=2"), { a: { b: "1", c: "2" } });
  assert.deepEqual(decode("a[]=1&a[]=2"), { a: ["1", "2"] });
  assert.deepEqual(decode("a[0][x]=1&a[0][y]=2&a[1][x]=3"), { a: { 0: { x: "1", y: "2" }, 1: { x: "3" } } });
  assert.deepEqual(decode("a[][x]=1&a[][x]=2"), { a: [{ x: "1" }, { x: "2" }] });
  assert.deepEqual(decode("a[b][]=1&a[b][]=2"), { a: { b: ["1", "2"] } });
  assert.deepEqual(decode("a=1&a=2"), { a: "2" });
  assert.deepEqual(decode("a=1&a[b]=2"), { a: { b: "2" } });
  assert.deepEqual(decode("a[b]=2&a=1"), { a: "1" });
  assert.deepEqual(decode("a[]=2&a[x]=1"), { a: { x: "1" } });
});

test("escapes, spaces and names without a value are read as browsers write them", () => {
  assert.deepEqual(decode("user%5Bname%5D=Bo+B%20x%2By&flag&=lost&&e=%C3%A9"), {
    user: { name: "Bo B x+y" },
    flag: "",
    e: "é",
  });
});

test("a percent sign that starts no escape stays, and broken UTF-8 is replaced", () => {
  assert.deepEqual(decode("q=100%&r=%zz%41&s=%ff"), { q: "100%", r: "%zzA", s: "\uFFFD" });
});

test("a name with stray brackets is taken literally", () => {
  assert.deepEqual(decode("a[b=1&a]=2&[x]=3&a[b]c=4&a[b[c]]=5"), {
    "a[b": "1",
    "a]": "2",
    "[x]": "3",
    "a[b]c": "4",
    "a[b[c]]": "5",
  });
});

test("names that reach for a prototype are dropped, and no object has one", () => {
  const result = decodeForm("__proto__[x]=1&a[__proto__][x]=1&a[constructor]=1&a[prototype]=1&a[b][c]=2");
  assert.ok(result.ok);
  assert.deepEqual(JSON.stringify(result.value), '{"a":{"b":{"c":"2"}}}');
  assert.equal(Object.getPrototypeOf(result.value), null);
  assert.equal(Object.getPrototypeOf(result.value["a"]), null);
  assert.equal(({} as { x?: string }).x, undefined);
});

const deep = (levels: number): string => `a${"[b]".repeat(levels - 1)}=1`;
const pairs = (count: number): string => Array.from({ length: count }, (_, i) => `k${i}=1`).join("&");
const large = (bytes: number): string => `a=${"x".repeat(bytes - 1)}`;

test("each limit refuses what is one beyond it and takes what is not", () => {
  assert.ok(decodeForm(deep(10)).ok);
  assert.deepEqual(decodeForm(deep(11)), { ok: false, reason: "nested too deep" });
  assert.ok(decodeForm(pairs(1000)).ok);
  assert.deepEqual(decodeForm(pairs(1001)), { ok: false, reason: "too many keys" });
  assert.ok(decodeForm(large(262_144)).ok);
  assert.deepEqual(decodeForm(large(262_145)), { ok: false, reason: "too large" });
  assert.deepEqual(decodeForm("a=%C3%A9", { bytes: 2 }), { ok: false, reason: "too large" });
});

test("decoding what was encoded gives the same, for thousands of random values", () => {
  const random = seededRandom(20_261_123);
  for (let round = 0; round < 3000; round++) {
    const value = randomParams(random, 3);
    const result = decodeForm(encode(value));
    assert.ok(result.ok);
    assert.deepEqual(JSON.parse(JSON.stringify(result.value)), JSON.parse(JSON.stringify(value)));
  }
});

function encode(value: FormParams): string {
  const query = new URLSearchParams();
  const add = (name: string, item: FormValue): void => {
    if (typeof item === "string") query.append(name, item);
    else if (Array.isArray(item)) for (const inner of item) add(`${name}[]`, inner);
    else for (const [key, inner] of Object.entries(item)) add(`${name}[${key}]`, inner);
  };
  for (const [key, item] of Object.entries(value)) add(key, item);
  return query.toString();
}

const characters = ["a", "Z", "7", " ", "+", "%", "%41", "&", "=", "é", "😀", "\n", '"', "<", ";"];

type Random = ReturnType<typeof seededRandom>;

function randomParams(random: Random, depth: number): FormParams {
  const params: Record<string, FormValue> = {};
  for (let count = 1 + random.below(3); count > 0; count--) params[randomText(random, 1)] = randomValue(random, depth);
  return params;
}

function randomValue(random: Random, depth: number): FormValue {
  const kind = depth === 0 ? 0 : random.below(4);
  if (kind === 1) return Array.from({ length: 1 + random.below(3) }, () => randomText(random, 0));
  return kind === 2 ? randomParams(random, depth - 1) : randomText(random, 0);
}

const randomText = (random: Random, least: number): string =>
  Array.from({ length: least + random.below(5) }, () => random.pick(characters)).join("");

test("whatever text comes, the answer is a refusal or data without prototypes and hostile keys", () => {
  const random = seededRandom(20_261_126);
  const pieces = [
    "a",
    "t",
    "[",
    "]",
    "[]",
    "[0]",
    "[1]",
    "&",
    "=",
    "%",
    "%5B",
    "+",
    "__proto__",
    "constructor",
    "_unused_",
  ];
  for (let round = 0; round < 5000; round++) {
    const text = Array.from({ length: random.below(40) }, () => random.pick(pieces)).join("");
    const result = decodeForm(text);
    if (result.ok) assertPure(result.value, text);
    else assert.equal(result.reason, "nested too deep", text);
  }
});

function assertPure(value: FormValue, text: string): void {
  if (typeof value === "string") return;
  if (!Array.isArray(value)) assert.equal(Object.getPrototypeOf(value), null, text);
  for (const [key, inner] of Object.entries(value)) {
    assert.ok(key !== "__proto__" && key !== "constructor", text);
    assertPure(inner as FormValue, text);
  }
}

test("a target's name becomes the path of its values", () => {
  assert.deepEqual(fieldPath("user[name]"), ["user", "name"]);
  assert.deepEqual(fieldPath("tags[]"), ["tags"]);
  assert.deepEqual(fieldPath("a[tags][]"), ["a", "tags"]);
  assert.deepEqual(fieldPath("undefined"), ["undefined"]);
});

test("an input is used unless the client marked it, and a group is used with its first used input", () => {
  const params = decodeForm(
    "a[_unused_title]=&a[title]=x&a[year]=1&a[who][_unused_name]=&a[who][name]=&a[_unused_tags][]=&a[tags][]=t&a[place][_unused_town]=&a[place][town]=&a[place][land]=",
  );
  assert.ok(params.ok);
  const used = (...path: string[]): boolean => usedInput(params.value, ["a", ...path]);
  assert.equal(used("title"), false);
  assert.equal(used("_unused_title"), false);
  assert.equal(used("year"), true);
  assert.equal(used("absent"), false);
  assert.equal(used("toString"), false);
  assert.equal(used("tags"), false);
  assert.equal(used("who"), false);
  assert.equal(used("place"), true);
  assert.equal(used(), true);
});

test("empty strings are left out at any depth, other values stay", () => {
  const params = decodeForm("a=&b=0&c[]=&c[]=x&d[e]=&d[f]= &g[]=");
  assert.ok(params.ok);
  assert.deepEqual(JSON.parse(JSON.stringify(dropEmpty(params.value))), { b: "0", c: ["x"], d: { f: " " }, g: [] });
});

test("what stands beside a form's fields may be any JSON and stays, but for its empty strings", () => {
  const sent = { n: 7, none: null, yes: false, list: [1, "", null, { a: "", b: 0 }] };
  const kept = { n: 7, none: null, yes: false, list: [1, null, { b: 0 }] };
  assert.deepEqual(JSON.parse(JSON.stringify(dropEmpty(sent))), kept);
});
