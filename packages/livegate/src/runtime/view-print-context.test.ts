import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { verifyCsrf } from "../plug/csrf.ts";
import { readSession, sessionCookie } from "../plug/session-cookie.ts";
import { Session } from "../plug/session.ts";
import { testContext } from "../plug/test-context.ts";
import { ViewPrintContext } from "./view-print-context.ts";

describe("ViewPrintContext", () => {
  it("gives one CSRF token for the life of a view, or each print would be a diff", () => {
    const context = testContext();
    const session = new Session();
    const print = new ViewPrintContext(context, session, "n1");
    const { csrfToken } = print;
    assert.equal(print.csrfToken, csrfToken);
    assert.notEqual(new ViewPrintContext(context, session, "n1").csrfToken, csrfToken, "masked anew for another view");
    const returned = readSession(sessionCookie(session, context)?.split(";", 1)[0], context);
    assert.equal(verifyCsrf(returned, csrfToken, context), true);
  });

  it("makes no token, and so no session worth a cookie, where no template asks", () => {
    const context = testContext();
    const session = new Session();
    assert.equal(new ViewPrintContext(context, session, "n1").nonce, "n1");
    assert.equal(sessionCookie(session, context), null);
  });

  it("tells templates the base, and whether one is developing", () => {
    const of = (production: boolean) =>
      new ViewPrintContext(testContext({ base: "/shop", production }), new Session(), "");
    assert.deepEqual([of(true).base, of(true).development, of(false).development], ["/shop", false, true]);
  });
});
