import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Hono } from "hono";
import { logRequests } from "./log-requests.ts";
import type { PlugEnv } from "./plug-env.ts";
import { isSecretName, redactUrl } from "./redact.ts";
import { memoryLog, testContext } from "./test-context.ts";

const PRIVATE = "hunter2";

describe("a log line", () => {
  test("has no secrets, at the top or deeper", () => {
    const [log, lines] = memoryLog();
    log.info({ cookie: PRIVATE, password: PRIVATE, user: { _csrf_token: PRIVATE, name: "Ann" } }, "a");
    log.warn({ headers: { authorization: PRIVATE, "set-cookie": PRIVATE, host: "shop.test" } }, "b");
    log.error({ params: { user: { current_password: PRIVATE, email: "a@b.test" } } }, "c");
    log.info({ url: `/live/websocket?_csrf_token=${PRIVATE}&vsn=2.0.0`, secretKeyBase: PRIVATE }, "d");
    assert.equal(lines.length, 4);
    const text = lines.join("");
    assert.doesNotMatch(text, /hunter2/);
    for (const kept of ["Ann", "shop.test", "a@b.test", "vsn=2.0.0"]) assert.ok(text.includes(kept), kept);
  });

  test("tells an error with its stack", () => {
    const [log, lines] = memoryLog();
    log.error({ err: new TypeError("broken") }, "failed");
    const line = JSON.parse(lines[0]!);
    assert.equal(line.err.type, "TypeError");
    assert.match(line.err.stack, /logger\.test/);
    assert.equal(line.msg, "failed");
  });

  test("is one line, whatever is in its values, and says when in UTC and how grave", () => {
    const [log, lines] = memoryLog();
    const evil = 'a\r\n{"level":60,"msg":"forged"}\n\u001b[31mred\u2028';
    log.warn({ path: evil, reason: evil }, evil);
    assert.equal(lines.length, 1);
    for (const sign of ["\r", "\n", "\u001b"]) assert.ok(!lines[0]?.trimEnd().includes(sign), JSON.stringify(sign));
    const { level, time, msg } = JSON.parse(lines[0] ?? "");
    assert.deepEqual([level, msg], [40, evil]);
    assert.equal(new Date(time).toISOString(), time);
  });

  test("below the level isn't written", () => {
    const [log, lines] = memoryLog("warn");
    log.info({}, "quiet");
    log.warn({}, "loud");
    assert.equal(lines.length, 1);
  });
});

describe("redactUrl", () => {
  const long = "a".repeat(43);
  const table: readonly (readonly [string, string])[] = [
    ["/albums?q=blue&page=2", "/albums?q=blue&page=2"],
    ["/a?_csrf_token=x&b=1", "/a?_csrf_token=[redacted]&b=1"],
    ["/a?b=1&user[password]=x", "/a?b=1&user[password]=[redacted]"],
    ["/a?user%5Bpassword%5D=x", "/a?user%5Bpassword%5D=[redacted]"],
    ["/a?%E0%A4%A=x&token=x?y", "/a?%E0%A4%A=x&token=[redacted]"],
    [`/users/log_in/${long}`, "/users/log_in/[redacted]"],
    ["/albums/0190c2a4-7b1e-7cc4-9f5e-1f0a2b3c4d5e", "/albums/0190c2a4-7b1e-7cc4-9f5e-1f0a2b3c4d5e"],
    ["", ""],
    ["?", "?"],
  ];
  for (const [url, clean] of table) test(url || "nothing", () => assert.equal(redactUrl(url), clean));

  test("is cut off where it goes on and on, after the secrets are gone", () => {
    const cut = redactUrl(`/${"a/".repeat(980)}${long}/b?token=${"x".repeat(5_000)}`);
    assert.equal(cut, `/${"a/".repeat(980)}[redacted]/b?token=[redacted]`);
    assert.equal(redactUrl(`/${"a/".repeat(5_000)}`).length, 2_001);
  });

  test("is quick with long nonsense", () => {
    const started = performance.now();
    redactUrl(`/?${"token".repeat(20_000)}`);
    redactUrl(`/?${"&=token".repeat(20_000)}`);
    assert.ok(performance.now() - started < 500);
  });
});

test("names of secrets are told from others that sound like them", () => {
  for (const name of ["password", "user[password]", "api_token", "otp", "user[pin]", "cvc"])
    assert.equal(isSecretName(name), true);
  for (const name of ["title", "footprint", "opinion", "email", "spin"]) assert.equal(isSecretName(name), false, name);
});

test("logRequests writes one line for each request", async () => {
  const endpoint = testContext();
  const app = new Hono<PlugEnv>().use(logRequests()).get("/a", (c) => c.text("ok"));
  await app.request("/a?token=x", {}, { endpoint });
  await app.request("/missing", { method: "POST" }, { endpoint });
  const lines = endpoint.logged.map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ method, path, status, msg }) => [method, path, status, msg]),
    [
      ["GET", "/a", 200, "request"],
      ["POST", "/missing", 404, "request"],
    ],
  );
});
