import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutSecrets } from "./without-secrets.ts";

test("values of secret environment variables are gone, each of several in one", () => {
  const env = {
    SECRET_KEY_BASE: "first-secret second-secret",
    API_TOKEN: "t0k3n-of-length",
    HOME: "/home/anna",
    PIN: "12",
  };
  assert.equal(
    withoutSecrets("second-secret, t0k3n-of-length, first-secret at /home/anna, 12", env),
    "[redacted], [redacted], [redacted] at /home/anna, 12",
  );
});

test("who logs in to a database is gone from its URL", () => {
  assert.equal(
    withoutSecrets("no answer from postgres://app:pass@db:5432/shop", {}),
    "no answer from postgres://[redacted]@db:5432/shop",
  );
});

test("a text that a source gives to something with a secret's name is gone", () => {
  assert.equal(
    withoutSecrets(`const config = { apiToken: "abc", name: "shop" };`, {}),
    `const config = { apiToken: "[redacted]", name: "shop" };`,
  );
  assert.equal(withoutSecrets("const password = 'swordfish';", {}), "const password = '[redacted]';");
});

test("all else stays", () => {
  for (const text of ["https://example.org/a?b=c", "title: 'Blue'", "mail anna@example.org", ""]) {
    assert.equal(withoutSecrets(text, {}), text);
  }
});
