import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { loadConfig } from "./config.ts";

const secret = "s".repeat(64);

test("an empty environment means development on port 4000", () => {
  const config = loadConfig({ SECRET_KEY_BASE: secret });
  assert.equal(config.production, false);
  assert.equal(config.port, 4000);
  assert.equal(config.url.href, "http://127.0.0.1:4000/");
  assert.equal(config.databaseUrl, "sqlite:teacher.db");
});

test("a development secret is made once and kept", () => {
  const first = loadConfig({}).secretKeyBase[0]?.reveal() ?? "";
  assert.ok(first.length >= 64);
  assert.equal(loadConfig({}).secretKeyBase[0]?.reveal(), first);
});

test("production doesn't start without a secret of its own", () => {
  assert.throws(() => loadConfig({ NODE_ENV: "production" }), /SECRET_KEY_BASE is missing/);
});

test("every variable that doesn't fit is named, with one that does", () => {
  assert.throws(() => loadConfig({ PORT: "http", URL: "teacher", DATABASE_URL: "mysql://" }), {
    message: /PORT is no number[^]*PORT=4000[^]*URL is no http or https address[^]*DATABASE_URL doesn't start/,
  });
});

test("a secret that is too short is refused without being shown", () => {
  assert.throws(
    () => loadConfig({ SECRET_KEY_BASE: "hunter2" }),
    (error: Error) => {
      assert.match(error.message, /SECRET_KEY_BASE is shorter than 64 characters/);
      return !error.message.includes("hunter2");
    },
  );
});

test("a printed config keeps its secrets", () => {
  const config = loadConfig({ SECRET_KEY_BASE: secret });
  assert.ok(!inspect(config).includes(secret));
  assert.ok(!JSON.stringify(config).includes(secret));
});

test("a new secret signs while the old one still verifies", () => {
  const next = "n".repeat(64);
  const keys = loadConfig({ SECRET_KEY_BASE: `${next},${secret}` }).secretKeyBase.map((key) => key.reveal());
  assert.deepEqual(keys, [next, secret]);
});
