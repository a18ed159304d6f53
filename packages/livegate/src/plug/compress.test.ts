import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { Hono } from "hono";
import { compress } from "./compress.ts";
import { etag } from "./etag.ts";
import type { PlugEnv } from "./plug-env.ts";
import { testContext } from "./test-context.ts";

const long = "<p>blue</p>".repeat(1_000);
const app = new Hono<PlugEnv>()
  .use(compress(), etag())
  .get("/long", (c) => c.html(long))
  .get("/short", (c) => c.html("<p>blue</p>"))
  .get("/image", (c) => c.body("x".repeat(5_000), 200, { "content-type": "image/png" }))
  .get("/live", (c) => c.html(long, 200, { "cache-control": "no-store" }));

const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  app.request(path, { headers }, { endpoint: testContext() });

describe("compress", () => {
  test("compresses a long page for those who accept it", async () => {
    const response = await get("/long", { "accept-encoding": "br, gzip" });
    assert.equal(response.headers.get("content-encoding"), "gzip");
    assert.equal(response.headers.get("vary"), "Accept-Encoding");
    assert.equal(gunzipSync(await response.bytes()).toString(), long);
  });

  test("leaves short pages, images, and those who accept nothing of it alone", async () => {
    const gzip = { "accept-encoding": "gzip" };
    for (const [path, headers] of [
      ["/image", gzip],
      ["/long", {}],
      ["/long", { "accept-encoding": "gzip;q=0" }],
    ] as const) {
      assert.equal((await get(path, headers)).headers.get("content-encoding"), null, path);
    }
  });
});

describe("etag", () => {
  test("answers 304 where nothing changed", async () => {
    const tag = (await get("/long")).headers.get("etag")!;
    const again = await get("/long", { "if-none-match": tag });
    assert.equal(again.status, 304);
    assert.equal(await again.text(), "");
    assert.equal((await get("/long", { "if-none-match": '"other"' })).status, 200);
  });

  test("is not set on what may not be stored", async () => {
    assert.equal((await get("/live")).headers.get("etag"), null);
  });
});
