import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Hono } from "hono";
import { csrfTokenOf, fetchSession, writeSession } from "./fetch-session.ts";
import type { PlugEnv } from "./plug-env.ts";
import { testContext } from "./test-context.ts";

const endpoint = testContext();

const app = new Hono<PlugEnv>()
  .use(fetchSession())
  .get("/read", (c) => c.text(String(c.get("session").get("theme"))))
  .get("/write", (c) => {
    c.get("session").put("theme", "dark");
    return c.text("ok");
  })
  .get("/early", (c) => {
    c.get("session").put("theme", "light");
    writeSession(c);
    return c.text("ok");
  })
  .get("/own", (c) => {
    c.get("session").put("theme", "own");
    return new Response("ok");
  })
  .get("/token", (c) => c.text(`${csrfTokenOf(c)} ${csrfTokenOf(c)}`))
  .get("/log-in", (c) => {
    c.get("session").renew();
    return c.text(c.get("session").id);
  })
  .get("/id", (c) => c.text(c.get("session").id))
  .get("/large", (c) => {
    c.get("session").put("cart", "x".repeat(4_000));
    return c.text("ok");
  })
  .onError((error, c) => c.text(error.message, 500));

const get = (path: string, cookie = ""): Promise<Response> =>
  Promise.resolve(app.request(path, { headers: { cookie } }, { endpoint }));

const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";

describe("fetchSession", () => {
  test("sets no cookie for a visitor who leaves no trace", async () => {
    const response = await get("/read");
    assert.deepEqual(response.headers.getSetCookie(), []);
    assert.equal(await response.text(), "undefined");
  });

  test("keeps what a handler put in for the next request", async () => {
    const written = await get("/write");
    const read = await get("/read", cookieOf(written));
    assert.equal(await read.text(), "dark");
    assert.deepEqual(read.headers.getSetCookie(), []);
  });

  test("writes the cookie once when the handler has done so before", async () => {
    const response = await get("/early");
    assert.equal(response.headers.getSetCookie().length, 1);
    assert.equal(await (await get("/read", cookieOf(response))).text(), "light");
  });

  test("writes the cookie on a response of the handler's own making", async () => {
    assert.equal(await (await get("/read", cookieOf(await get("/own")))).text(), "own");
  });

  test("sets the cookie when a CSRF token was asked for, the same token all over the page", async () => {
    const response = await get("/token");
    const [first, second] = (await response.text()).split(" ");
    assert.equal(first, second);
    assert.notEqual(cookieOf(response), "");
  });

  test("gives the session another id at log-in, so that a fixed one is left behind", async () => {
    const fixed = await get("/id");
    const renewed = await get("/log-in", cookieOf(fixed));
    const after = await get("/id", cookieOf(renewed));
    assert.notEqual(await fixed.text(), await after.text());
  });

  test("keeps answers out of shared caches", async () => {
    assert.equal((await get("/read")).headers.get("cache-control"), "private, max-age=0, must-revalidate");
  });

  test("answers 500 for a session that is too large", async () => {
    const response = await get("/large");
    assert.equal(response.status, 500);
    assert.match(await response.text(), /LG_SESSION_SIZE/);
  });
});
