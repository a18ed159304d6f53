import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { loadConfig } from "./config.ts";

const secret = "s".repeat(64);

test("an empty environment means development on port 4000, with a database of the app's own", () => {
  const { production, url, databaseUrl } = loadConfig({ SECRET_KEY_BASE: secret });
  assert.deepEqual([production, url.href], [false, "http://127.0.0.1:4000/"]);
  assert.match(databaseUrl.reveal(), /^sqlite:.*teacher\.db$/);
});

test("production starts with nothing made up: every variable that is missing is named", () => {
  assert.throws(() => loadConfig({ NODE_ENV: "production" }), { message: /DATABASE_URL[^]*SECRET_KEY_BASE/ });
});

test("a printed config keeps its secrets", () => {
  const config = loadConfig({ SECRET_KEY_BASE: secret });
  assert.ok(!inspect(config).includes(secret));
  assert.ok(!JSON.stringify(config).includes(secret));
});
