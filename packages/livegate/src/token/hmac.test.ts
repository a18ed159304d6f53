import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { test } from "node:test";
import { hmacWith } from "./hmac.ts";

test("is the HMAC-SHA256 that Node computes, for any text", () => {
  const texts = ["", "a", "ä\u2028\ud83d\ude00", "\0", "\ud800", "x".repeat(63), "x".repeat(64), "x".repeat(70_000)];
  for (let round = 0; round < 200; round++) {
    const key = randomBytes(32).toString("hex");
    const hmac = hmacWith(key);
    for (const text of [...texts, randomBytes(round).toString("latin1")]) {
      assert.equal(hmac(text, "hex"), createHmac("sha256", key).update(text).digest("hex"));
      assert.equal(hmac(text, "base64url"), createHmac("sha256", key).update(text).digest("base64url"));
    }
  }
});

test("refuses a key of another form, which it would compute wrongly", () => {
  for (const key of ["", "k".repeat(63), "k".repeat(65), "ä".repeat(64), `${"k".repeat(63)}\u0080`]) {
    assert.throws(() => hmacWith(key), RangeError);
  }
});
