import assert from "node:assert/strict";
import { test } from "node:test";
import { format, inspect } from "node:util";
import { Secret } from "./secret.ts";

test("a secret prints as [secret] everywhere and is revealed only when asked", () => {
  const secret = new Secret("hunter2");
  const printed = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ secret }),
    format("%s %o", secret, secret),
  ];
  for (const text of printed) {
    assert.match(text, /\[secret\]/);
    assert.doesNotMatch(text, /hunter2/);
  }
  assert.deepEqual(Object.keys(secret), []);
  assert.equal(secret.reveal(), "hunter2");
});
