import assert from "node:assert/strict";
import { test } from "node:test";
import { randomBytesOf, randomToken } from "./random-token.ts";

test("random tokens have the asked size and none comes twice", () => {
  const tokens = new Set(Array.from({ length: 20_000 }, () => randomToken(16)));
  assert.equal(tokens.size, 20_000);
  for (const token of tokens) assert.match(token, /^[\w-]{22}$/);
});

test("random bytes that were given out don't change when more are asked for", () => {
  const bytes = randomBytesOf(32);
  const before = bytes.toString("hex");
  for (let count = 0; count < 1_000; count++) randomBytesOf(32);
  assert.equal(bytes.toString("hex"), before);
  assert.equal(randomBytesOf(4_096).length, 4_096);
});
