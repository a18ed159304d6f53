import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import { liveView } from "../live/live-view.ts";
import { type LiveUrl, parseLiveUrl, parseParams, withPathParams } from "./live-url.ts";

const parse = (url: string, base = "") => parseLiveUrl(new URL(url), "http://shop.test", base);
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)); // Without the null prototypes.

function urlOf(url: string, base = ""): LiveUrl {
  return parse(url, base) ?? assert.fail(`${url} was refused`);
}

describe("parseLiveUrl", () => {
  it("takes a URL apart as handlers and routes see it", () => {
    const { params, ...rest } = urlOf("http://shop.test/albums/1?q=blue&tags[]=a&tags[]=b");
    assert.deepEqual(rest, {
      href: "http://shop.test/albums/1?q=blue&tags[]=a&tags[]=b",
      local: "/albums/1?q=blue&tags[]=a&tags[]=b",
      path: "/albums/1",
      hasFragment: false,
    });
    assert.deepEqual(plain(params), { q: "blue", tags: ["a", "b"] });
  });

  it("sees whether there is a fragment, and leaves it out of everything else", () => {
    const { hasFragment, href, local } = urlOf("http://shop.test/albums?q=1#top");
    assert.deepEqual([hasFragment, href, local], [true, "http://shop.test/albums?q=1", "/albums?q=1"]);
  });

  it("takes the origin of the app, never that of a URL which somebody sent", () => {
    assert.equal(urlOf("https://evil.test:8443/albums").href, "http://shop.test/albums");
  });

  it("keeps an encoded path encoded, for the matcher to decode", () => {
    assert.equal(urlOf("http://shop.test/a%2Fb/%C3%A9").path, "/a%2Fb/%C3%A9");
  });

  it("takes the base off the path, and lies outside of the app where there is none", () => {
    assert.deepEqual([urlOf("http://shop.test/shop/albums?q=1", "/shop").path], ["/albums"]);
    assert.equal(urlOf("http://shop.test/shop/albums?q=1", "/shop").local, "/shop/albums?q=1");
    assert.equal(urlOf("http://shop.test/shop/", "/shop").path, "/");
    assert.equal(urlOf("http://shop.test/shop", "/shop").path, "/");
    for (const outside of ["/", "/albums", "/shopping", "/other/shop/albums"]) {
      assert.equal(parse(`http://shop.test${outside}`, "/shop"), null, outside);
    }
  });

  it("refuses a query beyond the limits", () => {
    const deep = `${"a".concat("[x]".repeat(20))}=1`;
    const many = Array.from({ length: 1001 }, (_, index) => `k${index}=1`).join("&");
    for (const query of [deep, many, `q=${"a".repeat(20_000)}`])
      assert.equal(parse(`http://shop.test/?${query}`), null);
  });

  it("gives params without a prototype, and none of the keys that reach one", () => {
    const { params } = urlOf("http://shop.test/?__proto__[admin]=1&constructor=2&q=3");
    assert.equal(Object.getPrototypeOf(params), null);
    assert.deepEqual(Object.keys(params), ["q"]);
  });
});

describe("withPathParams", () => {
  it("lays the path's parameters over the query's and changes nothing else", () => {
    const url = urlOf("http://shop.test/albums/7?id=8&tab=songs");
    const merged = withPathParams(url, { id: "7" });
    assert.deepEqual(plain(merged.params), { id: "7", tab: "songs" });
    assert.equal(Object.getPrototypeOf(merged.params), null);
    assert.deepEqual(plain(url.params), { id: "8", tab: "songs" });
    assert.equal(merged.local, url.local);
  });
});

describe("parseParams", () => {
  const viewWith = (params: z.ZodType) => liveView({ params, mount: () => ({}), render: () => html`` });

  it("gives what the schema makes of the parameters", async () => {
    const view = viewWith(z.object({ page: z.coerce.number() }));
    assert.deepEqual(await parseParams(view, urlOf("http://shop.test/?page=3")), { ok: true, value: { page: 3 } });
  });

  it("takes an empty text for an absent parameter", async () => {
    const view = viewWith(z.object({ page: z.coerce.number().default(1), q: z.string().optional() }));
    assert.deepEqual(await parseParams(view, urlOf("http://shop.test/?page=&q=")), { ok: true, value: { page: 1 } });
  });

  it("says where the parameters don't fit", async () => {
    const view = viewWith(z.object({ id: z.coerce.number() }));
    assert.deepEqual(await parseParams(view, urlOf("http://shop.test/?id=abc")), { ok: false });
  });

  it("waits for a schema that asks somebody", async () => {
    const view = viewWith(z.object({ id: z.string().refine(async (id) => id === "1") }));
    assert.equal((await parseParams(view, urlOf("http://shop.test/?id=1"))).ok, true);
    assert.equal((await parseParams(view, urlOf("http://shop.test/?id=2"))).ok, false);
  });

  it("gives nothing to a view without a schema", async () => {
    const view = liveView({ mount: () => ({}), render: () => html`` });
    assert.deepEqual(await parseParams(view, urlOf("http://shop.test/?q=1")), { ok: true, value: {} });
  });
});
