import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Hono } from "hono";
import { answerHtml, pageHeaders, settleHeaders } from "./page-headers.ts";
import type { PlugEnv } from "./plug-env.ts";
import { testContext } from "./test-context.ts";

const app = new Hono<PlugEnv>()
  .use(async (c, next) => {
    pageHeaders(c).put("x-plug", "plug");
    pageHeaders(c).addCookie("a=1");
    pageHeaders(c).addCookie("b=2");
    await next();
    pageHeaders(c).addCookie("late=3");
    settleHeaders(c);
  })
  .use(async (c, next) => {
    await next();
    settleHeaders(c);
  })
  .get("/page", (c) => answerHtml(c, "<p>page</p>", 203))
  .get("/html", (c) => c.html("<p>html</p>"))
  .get("/response", () => new Response("response", { headers: { "set-cookie": "own=0" } }))
  .get("/immutable", () => fetch("data:text/plain,immutable"))
  .get("/own", (c) => c.text("own", 200, { "x-plug": "handler" }))
  .get("/redirect", (c) => c.redirect("/page"))
  .get("/fails", () => {
    throw new Error("on purpose");
  })
  .onError((_, c) => c.text("failed", 500));

const get = async (path: string): Promise<Response> => app.request(path, {}, { endpoint: testContext() });

describe("a plug's headers", () => {
  for (const path of ["/page", "/html", "/response", "/immutable", "/redirect", "/fails", "/missing"]) {
    test(`stand on the answer to ${path}, each once`, async () => {
      const response = await get(path);
      const cookies = response.headers.getSetCookie().filter((line) => line !== "own=0");
      assert.deepEqual(cookies, ["a=1", "b=2", "late=3"]);
      assert.equal(response.headers.get("x-plug"), "plug");
    });
  }

  test("leave the answer as it was", async () => {
    const page = await get("/page");
    assert.equal(page.status, 203);
    assert.equal(page.headers.get("content-type"), "text/html; charset=UTF-8");
    assert.equal(await page.text(), "<p>page</p>");
    assert.equal(await (await get("/immutable")).text(), "immutable");
    assert.equal((await get("/redirect")).headers.get("location"), "/page");
    assert.deepEqual((await get("/response")).headers.getSetCookie()[0], "own=0");
  });

  test("give way to what the handler sets itself", async () => {
    assert.equal((await get("/own")).headers.get("x-plug"), "handler");
  });
});
