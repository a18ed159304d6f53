import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { signFlash } from "../plug/flash-token.ts";
import { testContext, testKeys } from "../plug/test-context.ts";
import { type PageToken, readPageToken, readStaticToken, signPageToken, signStaticToken } from "./page-token.ts";

const page: PageToken = {
  id: "phx-1",
  viewName: "/",
  liveSession: "member",
  sessionId: "s1",
  userSessionId: "u1",
  nonce: "n1",
};
const twoWeeks = 14 * 24 * 60 * 60 * 1000;

/** The token with one character changed, at each of a few places. */
const forgeries = (token: string): readonly string[] =>
  [0, 5, Math.floor(token.length / 2), token.length - 5].map(
    (at) => token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1),
  );

describe("a page token", () => {
  it("says what was signed", () => {
    const context = testContext();
    assert.deepEqual(readPageToken(context, signPageToken(context, page)), page);
  });

  it("is refused when it was forged, cut, or is none", () => {
    const context = testContext();
    const token = signPageToken(context, page);
    for (const text of [...forgeries(token), token.slice(0, -1), `${token}A`, "", null, undefined, 7, {}, [token]]) {
      assert.equal(readPageToken(context, text), null, JSON.stringify(text));
    }
  });

  it("is refused when other keys signed it, and taken when an older key did that still verifies", () => {
    const token = signPageToken(testContext({ keyring: testKeys("old") }), page);
    assert.equal(readPageToken(testContext({ keyring: testKeys("new") }), token), null);
    assert.deepEqual(readPageToken(testContext({ keyring: testKeys("new", "old") }), token), page);
  });

  it("lives for 14 days", () => {
    const context = testContext();
    const token = signPageToken(context, page);
    context.clock.advance(twoWeeks - 1000);
    assert.deepEqual(readPageToken(context, token), page);
    context.clock.advance(2000);
    assert.equal(readPageToken(context, token), null);
  });

  it("can't be a token that was signed for another purpose", () => {
    const context = testContext();
    assert.equal(readPageToken(context, signStaticToken(context, "phx-1", { info: "Saved" })), null);
    assert.equal(readPageToken(context, signFlash({ info: "Saved" }, context)), null);
    assert.equal(readStaticToken(context, "phx-1", signPageToken(context, page)), null);
  });

  it("is refused when its contents have another form", () => {
    const context = testContext();
    const sign = (value: readonly (string | number)[] | string) =>
      context.keyring.sign("page", value, context.clock.now());
    for (const value of [["a", "b", "c", "d"], ["a", "b", "c", "d", 5], "abcde"]) {
      assert.equal(readPageToken(context, sign(value)), null);
    }
  });
});

describe("a static token", () => {
  it("says the flash of its page", () => {
    const context = testContext();
    const token = signStaticToken(context, "phx-1", { info: "Saved", error: "Not all" });
    assert.deepEqual({ ...readStaticToken(context, "phx-1", token) }, { info: "Saved", error: "Not all" });
  });

  it("is no text where there is no flash, and none is no flash", () => {
    const context = testContext();
    assert.equal(signStaticToken(context, "phx-1", {}), "");
    for (const none of ["", null]) assert.deepEqual(readStaticToken(context, "phx-1", none), {});
  });

  it("is refused on another page, when it was forged, and after 14 days", () => {
    const context = testContext();
    const token = signStaticToken(context, "phx-1", { info: "Saved" });
    assert.equal(readStaticToken(context, "phx-2", token), null);
    for (const forged of [...forgeries(token), "abc", 7]) assert.equal(readStaticToken(context, "phx-1", forged), null);
    context.clock.advance(twoWeeks + 1000);
    assert.equal(readStaticToken(context, "phx-1", token), null);
  });
});
