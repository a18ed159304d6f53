import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testContext } from "../plug/test-context.ts";
import { readReloadStatus, signReloadStatus } from "./reload-status.ts";

describe("a reload status", () => {
  it("comes back as it was signed", () => {
    const context = testContext();
    for (const status of [403, 404] as const) {
      assert.equal(readReloadStatus(context, signReloadStatus(context, status)), status);
    }
  });

  it("is nothing when it isn't ours, or is older than a minute", () => {
    const context = testContext();
    const token = signReloadStatus(context, 404);
    for (const text of [`${token}A`, "404", "", null, undefined]) assert.equal(readReloadStatus(context, text), null);
    context.clock.advance(61_000);
    assert.equal(readReloadStatus(context, token), null);
  });

  it("is nothing when it says another status than a join can end with", () => {
    const context = testContext();
    for (const value of [200, 302, "404", [404]]) {
      assert.equal(readReloadStatus(context, context.keyring.sign("reload-status", value, context.clock.now())), null);
    }
  });
});
