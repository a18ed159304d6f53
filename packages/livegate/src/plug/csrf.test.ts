import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { csrfTokenFor, verifyCsrf } from "./csrf.ts";
import { keyring } from "../token/keyring.ts";
import { Secret } from "../token/secret.ts";
import { Session } from "./session.ts";
import { testContext, testKeys } from "./test-context.ts";

const context = testContext();
const stored = (id: string): Session =>
  new Session({ id, values: new Map(), flash: {}, issuedAt: context.clock.now() });

describe("a CSRF token", () => {
  test("belongs to the session, and looks different each time", () => {
    const session = stored("one");
    const tokens = Array.from({ length: 200 }, () => csrfTokenFor(session, context));
    assert.equal(new Set(tokens).size, 200);
    for (const token of tokens) {
      assert.match(token, /^[\w-]{64}$/);
      assert.equal(verifyCsrf(session, token, context), true);
    }
  });

  test("is no good for another session, another app, or after the session's id has changed", () => {
    const session = stored("one");
    const token = csrfTokenFor(session, context);
    assert.equal(verifyCsrf(stored("two"), token, context), false);
    assert.equal(verifyCsrf(session, token, { ...context, keyring: testKeys("other") }), false);
    session.renew();
    assert.equal(verifyCsrf(session, token, context), false);
  });

  test("stays good when the session is read again", () => {
    assert.equal(verifyCsrf(stored("one"), csrfTokenFor(stored("one"), context), context), true);
  });

  test("is refused with any bit of its bytes changed", () => {
    const session = stored("one");
    const bytes = Buffer.from(csrfTokenFor(session, context), "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const other = Buffer.from(bytes);
      other[bit >> 3]! ^= 1 << (bit & 7);
      assert.equal(verifyCsrf(session, other.toString("base64url"), context), false);
    }
  });

  test("is nothing else, whatever comes", () => {
    const session = stored("one");
    const others: readonly unknown[] = [
      null,
      undefined,
      "",
      1,
      {},
      [],
      "a".repeat(64),
      "!".repeat(64),
      "a".repeat(1e6),
      ["a"],
    ];
    for (const other of others) assert.equal(verifyCsrf(session, other, context), false);
  });

  test("can't be had without a cookie, and makes a new session worth one", () => {
    const session = new Session();
    const token = csrfTokenFor(session, context);
    assert.equal(verifyCsrf(session, token, context), false);
    assert.equal(session.isDue(context.clock.now()), true);
  });
});

test("a page's CSRF token outlives a new secret in front of the old one, and dies with the old one", () => {
  const [old, next] = ["old", "new"].map((name) => new Secret(`${name}-`.repeat(12)));
  assert.ok(old && next);
  const session = stored("one");
  const token = csrfTokenFor(session, { ...context, keyring: keyring([old]) });
  assert.equal(verifyCsrf(session, token, { ...context, keyring: keyring([next, old]) }), true);
  assert.equal(verifyCsrf(session, token, { ...context, keyring: keyring([next]) }), false);
});
