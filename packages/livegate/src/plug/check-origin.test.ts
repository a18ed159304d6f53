import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkOrigin } from "./check-origin.ts";
import { testContext } from "./test-context.ts";

describe("checkOrigin", () => {
  const context = testContext({ url: "https://shop.test/app", allowedOrigins: ["https://partner.test"] });
  const table: readonly (readonly [origin: string | null | undefined, cookie: string | null, allowed: boolean])[] = [
    ["https://shop.test", "session=1", true],
    ["https://partner.test", "session=1", true],
    ["http://shop.test", "session=1", false],
    ["https://shop.test:8443", "session=1", false],
    ["https://shop.test.evil.test", "session=1", false],
    ["https://evil.test", "session=1", false],
    ["https://evil.test", null, false],
    ["null", "session=1", false],
    [undefined, "session=1", false],
    ["", "session=1", false],
    [undefined, null, true],
    [null, "", true],
  ];
  for (const [origin, cookie, allowed] of table) {
    test(`${allowed ? "allows" : "refuses"} ${origin} with ${cookie ? "a cookie" : "no cookie"}`, () => {
      assert.equal(checkOrigin(origin, cookie, context), allowed);
    });
  }
});
