import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { csrfTokenOf } from "../conformance/wire/page.ts";
import { type SampleApp, sampleAppFor } from "./sample-app/sample-app.ts";
import { audited, logIn, otherPassword, password, registered, submit } from "./visiting.ts";

const visitor = { network: "192.0.2.7", userAgent: "", device: null, accounts: [], session: null };

/** What may happen between the moment in which a password is found to be right and the one in which its session begins. */
const changes: Readonly<Record<string, (app: SampleApp) => Promise<unknown>>> = {
  async "a change of password"(app) {
    const { id } = await app.db.selectFrom("users").select("id").executeTakeFirstOrThrow();
    const user = { id, email: "ada@example.com", confirmedAt: null };
    return app.accounts.changePassword(user, { current_password: password, password: otherPassword }, visitor);
  },
  async "a reset by a mailed link"(app) {
    await app.accounts.requestPasswordReset({ email: "ada@example.com" }, visitor);
    await app.accounts.deliverMails();
    const link = app.box.lastTo("ada@example.com")?.links[0]?.split("/").at(-1);
    return app.accounts.resetPassword(link, { password: otherPassword }, visitor);
  },
};

type LogIn = Awaited<ReturnType<SampleApp["accounts"]["logInWithPassword"]>>;

/** Has something happen when the next password is right, before its session begins. */
function inBetween(app: SampleApp, change: () => Promise<unknown>, handOn = (outcome: LogIn) => outcome): void {
  const { logInWithPassword } = app.accounts;
  Object.assign(app.accounts, {
    async logInWithPassword(...args: Parameters<typeof logInWithPassword>) {
      Object.assign(app.accounts, { logInWithPassword });
      const outcome = await logInWithPassword(...args);
      await change();
      return handOn(outcome);
    },
  });
}

const copied = (outcome: LogIn): LogIn =>
  outcome.ok ? { ...outcome, value: { user: { ...outcome.value.user } } } : outcome;

describe("a log-in that is under way", () => {
  for (const [name, change] of Object.entries(changes)) {
    it(`with the former password comes to nothing: ${name}`, async (t) => {
      const app = await sampleAppFor(t);
      await registered(app);
      const thief = app.client();
      inBetween(app, () => change(app));
      const answer = await logIn(thief);
      assert.deepEqual([answer.status, thief.cookies.has("__Host-auth")], [303, false]);
      assert.equal((await thief.get("/")).status, 302);
      assert.equal((await audited(app)).filter((line) => line === "log_in: credential_changed").length, 1);
      const form = { "user[email]": "ada@example.com", "user[password]": otherPassword };
      const token = csrfTokenOf(await thief.get("/users/log_in"));
      await submit(thief, "/users/log_in", form, { token });
      assert.equal((await thief.get("/")).status, 200, "the new one gets in");
    });
  }

  it("is the app's mistake where it hands on a copy of the user: which password was right is known of the value alone", async (t) => {
    const app = await sampleAppFor(t);
    await registered(app);
    const thief = app.client();
    inBetween(app, async () => {}, copied);
    const answer = await logIn(thief);
    assert.deepEqual([answer.status, thief.cookies.has("__Host-auth")], [500, false]);
    assert.match(app.logged.join(""), /LG_AUTH_USER/);
  });

  it("isn't disturbed by what changes nothing of its password", async (t) => {
    const app = await sampleAppFor(t);
    await registered(app);
    const client = app.client();
    inBetween(app, async () => {
      const { id } = await app.db.selectFrom("users").select("id").executeTakeFirstOrThrow();
      await app.accounts.changed(id);
    });
    await logIn(client);
    assert.equal((await client.get("/")).status, 200);
  });
});
