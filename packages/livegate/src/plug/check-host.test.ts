import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkHost, loopbackRedirect } from "./check-host.ts";
import { testContext } from "./test-context.ts";

describe("checkHost", () => {
  const table: readonly (readonly [url: string, host: string | null | undefined, answered: boolean])[] = [
    ["https://shop.test", "shop.test", true],
    ["https://shop.test", "SHOP.test", true],
    ["https://shop.test", "shop.test:443", true],
    ["https://shop.test", "shop.test:80", false],
    ["https://shop.test", "shop.test:4000", false],
    ["https://shop.test", "www.shop.test", false],
    ["https://shop.test", "evil.test", false],
    ["https://shop.test", "shop.test.evil.test", false],
    ["https://shop.test", "also.test", true],
    ["https://shop.test", "", false],
    ["https://shop.test", null, false],
    ["https://shop.test", undefined, false],
    ["http://localhost:4000", "localhost:4000", true],
    ["http://localhost:4000", "localhost", false],
    ["http://localhost:4000", "127.0.0.1:4000", false],
    ["http://shop.test", "shop.test:80", true],
    ["http://[::1]:4000", "[::1]:4000", true],
  ];
  for (const [url, host, answered] of table) {
    test(`${answered ? "answers" : "refuses"} ${host} at ${url}`, () => {
      assert.equal(checkHost(host, testContext({ url, allowedHosts: ["also.test"] })), answered);
    });
  }
});

describe("loopbackRedirect", () => {
  const development = testContext({ url: "http://localhost:4000", production: false });

  test("leads other names of this machine to the app's address", () => {
    for (const host of ["127.0.0.1:4000", "localhost", "[::1]:4000", "127.0.0.1"]) {
      assert.equal(loopbackRedirect(host, "/albums?q=1", development), "http://localhost:4000/albums?q=1");
    }
  });

  test("leads nowhere for foreign names, odd paths and in production", () => {
    for (const host of ["evil.test", "localhost.evil.test", "", null, "127.0.0.1@evil.test"]) {
      assert.equal(loopbackRedirect(host, "/", development), null);
    }
    assert.equal(loopbackRedirect("127.0.0.1", ".evil.test/", development), null);
    assert.equal(loopbackRedirect("127.0.0.1", "/", testContext({ url: "http://localhost:4000" })), null);
  });
});
