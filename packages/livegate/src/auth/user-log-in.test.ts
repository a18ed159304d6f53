import assert from "node:assert/strict";
import { it } from "node:test";
import { Hono } from "hono";
import { Path } from "../paths/path.ts";
import { fetchSession } from "../plug/fetch-session.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { testContext } from "../plug/test-context.ts";
import { describeOnEach, goodPassword } from "./auth-test-app.ts";
import { type LoggedInUser, logInUser } from "./user-log-in.ts";

describeOnEach("a log-in", (authTestApp) => {
  it("is for the very value that whoever showed a password was given as, and for no copy of it", async () => {
    await using app = await authTestApp();
    const { id, email } = await app.user();
    const outcome = await app.accounts.logInWithPassword({ email, password: goodPassword }, app.stranger());
    assert.ok(outcome.ok);
    const { user } = outcome.value;
    const logIn = async (given: LoggedInUser): Promise<unknown> => {
      const failures: unknown[] = [];
      const site = new Hono<PlugEnv>()
        .use(fetchSession())
        .get("/", (c) => logInUser(app.auth, c, { user: given, options: { method: "password" }, home: new Path("/") }))
        .onError((error, c) => (failures.push(error), c.text("", 500)));
      const { status } = await site.request("/", {}, { endpoint: testContext({ url: "https://shop.test" }) });
      return failures[0] ?? status;
    };
    const refused = await Promise.all([logIn({ ...user }), logIn({ id, email })]);
    assert.deepEqual(
      refused.map((error) => (error as { code?: string }).code),
      ["LG_AUTH_USER", "LG_AUTH_USER"],
    );
    assert.deepEqual(await app.accounts.sessionsOf(id), []);
    assert.equal(await logIn(user), 303);
    assert.equal((await app.accounts.sessionsOf(id)).length, 1);
  });
});
