import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HTTPException } from "hono/http-exception";
import { html } from "../html/html.ts";
import { definePaths } from "../paths/define-paths.ts";
import { browser, siteWith } from "./site.fixture.ts";

const paths = definePaths({ home: "/", boom: "/boom", album: "/albums/:id", teapot: "/teapot", busy: "/busy" });

const startSite = (options: Parameters<typeof siteWith>[1] = {}) =>
  siteWith((r) => {
    r.scope({ pipeThrough: browser }, (r) => {
      r.get(paths.home, (c) => c.render(html`<p>home</p>`));
      r.get(paths.boom, () => {
        throw new Error("the password is swordfish");
      });
      r.delete(paths.album, (c) => c.text(`deleted ${c.req.param("id")}`));
      r.get(paths.teapot, () => {
        throw new HTTPException(401, {
          res: new Response("who are you?", { status: 401, headers: { "www-authenticate": "Basic" } }),
        });
      });
      r.get(paths.busy, () => {
        throw new HTTPException(429, { res: new Response(null, { headers: { "retry-after": "90" } }) });
      });
      r.get(paths.album, () => {
        throw new HTTPException(404);
      });
    });
  }, options);

const form = (body: string | ReadableStream, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  body,
  headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
});

describe("a request", () => {
  it("to an unknown host is misdirected, and counted", async () => {
    const { request, app } = startSite();
    const response = await request("/", { headers: { host: "evil.test" } });
    assert.equal(response.status, 421);
    assert.equal(app.counters.value("request_refused_421"), 1);
  });

  it("that is refused before any route gets its page: as JSON for who wants that, without a body for HEAD", async () => {
    const { request } = startSite();
    const headers = { host: "evil.test", accept: "application/json" };
    assert.match(await (await request("/", { headers })).text(), /^\{"error":\{"status":421,/);
    const head = await request("/", { method: "HEAD", headers: { host: "evil.test" } });
    assert.deepEqual([head.status, await head.text()], [421, ""]);
  });

  it("to the machine's other name is led to the right one while developing", async () => {
    const { request } = startSite({ url: "http://localhost:4000", production: false });
    const response = await request("/albums/1?q=2", { headers: { host: "127.0.0.1:4000" } });
    assert.deepEqual([response.status, response.headers.get("location")], [302, "http://localhost:4000/albums/1?q=2"]);
  });

  it("where nothing stands is not found, in a page that may not be kept", async () => {
    const response = await startSite().request("/nowhere");
    assert.deepEqual([response.status, response.headers.get("cache-control")], [404, "no-store"]);
    assert.match(await response.text(), /There is no such page/);
  });

  it("may ask for another method than POST by its form", async () => {
    const response = await startSite().request("/albums/7", form("_method=delete"));
    assert.equal(await response.text(), "deleted 7");
  });

  it("with a form that is too large is refused, and counted", async () => {
    const { request, app } = startSite();
    const response = await request("/albums/7", form(`_method=delete&x=${"a".repeat(300_000)}`));
    assert.equal(response.status, 413);
    assert.equal(app.counters.value("request_refused_413"), 1);
  });
});

describe("a handler that fails", () => {
  it("is answered with a page that says nothing of the inside, and told to the log", async () => {
    const { request, logged } = startSite();
    const response = await request("/boom", { headers: { "x-request-id": "request-id-of-a-proxy-1" } });
    const page = await response.text();
    assert.equal(response.status, 500);
    assert.match(page, /Something went wrong on our side/);
    assert.doesNotMatch(page, /swordfish|at file/);
    const line = logged.find((text) => text.includes("request failed")) ?? assert.fail("not in the log");
    assert.equal((JSON.parse(line) as { path: string }).path, "/boom");
  });

  it("shows its stack while developing", async () => {
    const response = await startSite({ url: "http://localhost:4000", production: false }).request("/boom");
    assert.match(await response.text(), /<h1>the password is swordfish<\/h1>[^]*fetch\.test\.ts/);
  });

  it("may name the status of its page", async () => {
    const { request, logged } = startSite();
    const response = await request("/albums/1");
    assert.equal(response.status, 404);
    assert.match(await response.text(), /There is no such page/);
    assert.equal(
      logged.some((line) => line.includes("request failed")),
      false,
    );
  });

  it("may give its page headers, such as when to come back", async () => {
    const response = await startSite().request("/busy");
    assert.deepEqual([response.status, response.headers.get("retry-after")], [429, "90"]);
    assert.match(await response.text(), /That was too often/);
  });

  it("may bring a whole answer with it, as Hono's own plugs do", async () => {
    const { request, logged } = startSite();
    const response = await request("/teapot");
    assert.deepEqual([response.status, response.headers.get("www-authenticate")], [401, "Basic"]);
    assert.equal(await response.text(), "who are you?");
    assert.equal(
      logged.some((line) => line.includes("request failed")),
      false,
    );
  });
});

describe("fetch", () => {
  it("never rejects, also when a body breaks off", async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error("connection reset")) });
    const response = await startSite().request("/albums/7", { ...form(body), duplex: "half" } as RequestInit);
    assert.ok(response.status >= 400, String(response.status));
  });
});
