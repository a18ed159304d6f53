import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { EndpointContext } from "./endpoint-context.ts";
import { readSession, sessionCookie } from "./session-cookie.ts";
import { Session } from "./session.ts";
import { testContext, testKeys } from "./test-context.ts";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** What a browser sends back of a Set-Cookie header. */
const sent = (setCookie: string | null): string => setCookie!.split(";", 1)[0]!;

function written(context: EndpointContext, fill: (session: Session) => void): string {
  const session = new Session();
  fill(session);
  return sent(sessionCookie(session, context));
}

describe("a session's cookie", () => {
  test("carries id, values and messages, which nobody can read", () => {
    const context = testContext();
    const session = new Session();
    session.put("theme", "dark");
    session.put("__proto__", { a: [1] });
    session.putFlash("info", "Saved");
    const cookie = sent(sessionCookie(session, context));
    assert.equal(Buffer.from(cookie, "base64url").includes("dark"), false);
    const read = readSession(`a=1; ${cookie}; b=2`, context);
    assert.equal(read.id, session.id);
    assert.equal(read.get("theme"), "dark");
    assert.deepEqual(read.get("__proto__"), { a: [1] });
    assert.deepEqual({ ...read.takeFlash() }, { info: "Saved" });
    assert.equal(read.isNew, false);
  });

  test("is sent to this host alone, over http by its plain name", () => {
    const session = new Session();
    session.put("a", 1);
    assert.match(sessionCookie(session, testContext())!, /^session=[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test("has the __Host- name and Secure under https, where the plain name isn't read", () => {
    const context = testContext({ url: "https://shop.test" });
    const session = new Session();
    session.put("a", 1);
    const cookie = sessionCookie(session, context)!;
    assert.match(cookie, /^__Host-session=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    assert.equal(readSession(sent(cookie), context).get("a"), 1);
    assert.equal(readSession(sent(cookie).replace("__Host-", ""), context).isNew, true);
  });

  test("is written once for each change, and not for reading", () => {
    const context = testContext();
    const cookie = written(context, (session) => session.put("a", 1));
    const session = readSession(cookie, context);
    session.get("a");
    session.delete("nothing");
    session.takeFlash();
    assert.notEqual(session.id, "");
    assert.equal(sessionCookie(session, context), null);
    session.delete("a");
    assert.notEqual(sessionCookie(session, context), null);
    assert.equal(sessionCookie(session, context), null);
  });

  test("isn't written for a visitor whose session nobody uses", () => {
    const session = new Session();
    session.get("a");
    session.clear();
    assert.equal(sessionCookie(session, testContext()), null);
    assert.notEqual(session.id, "");
    assert.notEqual(sessionCookie(session, testContext()), null);
  });

  test("expires after 14 days without use, and daily use keeps it with its id", () => {
    const context = testContext();
    let cookie = written(context, (session) => session.put("a", 1));
    const { id } = readSession(cookie, context);
    for (let day = 0; day < 30; day++) {
      context.clock.advance(DAY + 1);
      cookie = sent(sessionCookie(readSession(cookie, context), context));
    }
    assert.equal(readSession(cookie, context).id, id);
    context.clock.advance(14 * DAY);
    assert.equal(readSession(cookie, context).isNew, true);
    assert.match(context.logged.join(""), /"reason":"expired".*session cookie refused/);
  });

  test("is the same on a node whose clock is an hour behind, or that was an hour ahead", () => {
    const context = testContext({ keyring: testKeys("one") });
    const cookie = written(context, (session) => session.put("a", 1));
    for (const wrong of [-HOUR, HOUR]) {
      const clock = { ...context.clock, now: () => context.clock.now() + wrong };
      assert.equal(readSession(cookie, { ...context, clock, keyring: testKeys("one") }).get("a"), 1);
    }
  });

  test("survives a change of the secret while the former one is listed", () => {
    const context = testContext({ keyring: testKeys("old") });
    const cookie = written(context, (session) => session.put("a", 1));
    assert.equal(readSession(cookie, { ...context, keyring: testKeys("new", "old") }).get("a"), 1);
    assert.equal(readSession(cookie, { ...context, keyring: testKeys("new") }).isNew, true);
  });

  test("that is forged, of another layout or nonsense becomes a new session and a line in the log", () => {
    const context = testContext();
    const cookie = written(context, (session) => session.put("a", 1));
    const { keyring, clock } = context;
    const others = [
      `${cookie.slice(0, -1)}${cookie.endsWith("A") ? "B" : "A"}`,
      "session=",
      "session=%00;",
      `session=${"x".repeat(5000)}`,
      `session=${keyring.seal("session", [0, "id", [], {}], clock.now())}`,
      `session=${keyring.seal("session", [1, 7, [], {}], clock.now())}`,
      `session=${keyring.seal("other", [1, "id", [], {}], clock.now())}`,
    ];
    for (const [index, other] of others.entries()) {
      const session = readSession(other, context);
      assert.equal(session.isNew, true, other);
      assert.equal(session.get("a"), undefined);
      assert.equal(context.logged.length, index + 1);
    }
    for (const none of [null, undefined, "", "other=1", "xsession=1"])
      assert.equal(readSession(none, context).isNew, true);
    assert.equal(context.logged.length, others.length, "no cookie is nothing to log");
  });

  test("gives each request a session of its own, though read once only", () => {
    const context = testContext();
    const cookie = written(context, (session) => session.put("cart", { items: [1] }));
    const first = readSession(cookie, context);
    first.put("theme", "dark");
    first.renew();
    assert.throws(() => (first.get("cart") as { items: number[] }).items.push(2), TypeError);
    const second = readSession(cookie, context);
    assert.equal(second.get("theme"), undefined);
    assert.notEqual(second.id, first.id);
    context.clock.advance(14 * DAY);
    assert.equal(readSession(cookie, context).isNew, true);
  });

  test("gives a new visitor a session of its own each time, with the id and the messages that were written", () => {
    const context = testContext();
    let id = "";
    const cookie = written(context, (session) => {
      id = session.id;
      session.putFlash("info", "Hello");
    });
    const first = readSession(cookie, context);
    assert.equal(first.id, id);
    assert.equal(first.isNew, false);
    first.put("theme", "dark");
    assert.equal(first.takeFlash()["info"], "Hello");
    const second = readSession(cookie, context);
    assert.equal(second.get("theme"), undefined);
    assert.equal(second.takeFlash()["info"], "Hello");
    context.clock.advance(14 * DAY);
    assert.equal(readSession(cookie, context).isNew, true);
  });

  test("that would exceed 3 kB is refused with the names of what is in it, not with the values", () => {
    const session = new Session();
    session.put("cart", "secret-".repeat(400));
    session.put("theme", "dark");
    session.putFlash("info", "Saved");
    assert.throws(
      () => sessionCookie(session, testContext()),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, "LG_SESSION_SIZE");
        assert.match(error.message, /cart \(2802\).*flash.*theme/);
        assert.doesNotMatch(error.message, /secret-/);
        return true;
      },
    );
  });
});

describe("a session", () => {
  test("has another id after renew, and keeps its values", () => {
    const context = testContext();
    const session = readSession(
      written(context, (fresh) => fresh.put("a", 1)),
      context,
    );
    const before = session.id;
    session.renew();
    assert.notEqual(session.id, before);
    const after = readSession(sent(sessionCookie(session, context)), context);
    assert.equal(after.id, session.id);
    assert.equal(after.get("a"), 1);
  });

  test("is empty after clear, with the same id", () => {
    const context = testContext();
    const session = readSession(
      written(context, (fresh) => fresh.put("a", 1)),
      context,
    );
    const { id } = session;
    session.clear();
    const after = readSession(sent(sessionCookie(session, context)), context);
    assert.equal(after.get("a"), undefined);
    assert.equal(after.id, id);
  });

  test("leaves the user's token to log-in", () => {
    assert.throws(() => new Session().put("user_token", "x"), { code: "LG_SESSION_KEY" });
    assert.equal(new Session(undefined, "t").get("user_token"), "t");
    assert.equal(new Session().get("user_token"), null);
  });
});
