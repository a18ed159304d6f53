import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testContext } from "../plug/test-context.ts";
import { returnPath } from "./return-path.ts";

const pages = new Set(["/", "/albums/1", "/a%20b"]);
const context = testContext({ hasPage: (path) => pages.has(path) });
const below = testContext({ hasPage: (path) => pages.has(path), base: "/shop" });

describe("the way back after a log-in", () => {
  it("is a page of the app, with its query", () => {
    assert.equal(returnPath("/albums/1?tab=a%2Fb&x=1", context), "/albums/1?tab=a%2Fb&x=1");
    assert.equal(returnPath("/", context), "/");
    assert.equal(returnPath("/x/../albums/1", context), "/albums/1");
  });

  it("stands below the app's base", () => {
    assert.equal(returnPath("/shop/albums/1", below), "/shop/albums/1");
    assert.equal(returnPath("/shop", below), "/shop");
    assert.equal(returnPath("/albums/1", below), null);
    assert.equal(returnPath("/shopping", below), null);
    assert.equal(returnPath("/shop/../albums/1", below), null);
  });

  for (const typed of [
    "",
    "albums/1",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/%09/evil.example",
    "/%5cevil.example",
    "/%2f%2fevil.example",
    "/x/..//evil.example",
    "/./\\evil.example",
    "/.//evil.example",
    "https://evil.example/",
    "https:evil.example",
    "http://shop.test/albums/1",
    "javascript:alert(1)",
    "data:text/html,x",
    "/albums/1#fragment",
    "/albums/1\r\nSet-Cookie: a=b",
    "/albums/1\0",
    "/albums/1 ",
    "/albums/１",
    "/／evil.example",
    "/nowhere",
    "@evil.example",
    "/@evil.example",
    `/albums/1?${"a".repeat(1024)}`,
    null,
    undefined,
    7,
    ["/albums/1"],
    { toString: () => "/albums/1" },
  ]) {
    it(`is not ${JSON.stringify(typed)?.slice(0, 50)}`, () => assert.equal(returnPath(typed, context), null));
  }
});
