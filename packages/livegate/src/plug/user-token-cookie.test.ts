import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { randomToken } from "../token/random-token.ts";
import { readSession } from "./session-cookie.ts";
import { testContext } from "./test-context.ts";
import { readUserToken, userTokenCookie, userTokenDeletion } from "./user-token-cookie.ts";

const token = randomToken(32);

describe("the cookie of a log-in", () => {
  it("is kept from scripts and other sites, and ends with the browser unless it has an age", () => {
    const context = testContext({ url: "https://shop.test" });
    const attributes = "Path=/; HttpOnly; SameSite=Lax; Secure";
    assert.equal(userTokenCookie(token, null, context), `__Host-auth=${token}; ${attributes}`);
    assert.equal(userTokenCookie(token, 60, context), `__Host-auth=${token}; Max-Age=60; ${attributes}`);
    assert.equal(userTokenDeletion(context), `__Host-auth=; Max-Age=0; ${attributes}`);
  });

  it("has a plain name where the app stands under http, and no other name is read", () => {
    const [plain, secure] = [testContext(), testContext({ url: "https://shop.test" })];
    assert.match(userTokenCookie(token, null, plain), /^auth=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
    assert.equal(readUserToken(`auth=${token}`, plain), token);
    assert.equal(readUserToken(`auth=${token}`, secure), null);
    assert.equal(readUserToken(`__Host-auth=${token}`, secure), token);
  });

  it("is no token where it has another form", () => {
    for (const text of ["", "x", token.slice(1), `${token}A`, token.replace(/^./, "!"), `${token.slice(1)}%`]) {
      assert.equal(readUserToken(`auth=${text}`, testContext()), null, text);
    }
  });

  it("is what the session gives as user_token, with or without a session's own cookie", () => {
    const session = readSession(`auth=${token}`, testContext());
    assert.equal(session.get("user_token"), token);
    assert.equal(session.isNew, true);
    assert.equal(session.again().get("user_token"), token);
  });
});
