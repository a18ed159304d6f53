import assert from "node:assert/strict";
import { after, before, describe, it, test } from "node:test";
import type { Kysely } from "kysely";
import { migrate, openDatabase } from "livegate/data";
import { type TemporaryDatabase, temporaryDatabase } from "livegate/testing";
import type { Tables } from "../../../../apps/teacher/domain/repo.ts";
import { STARTER, TEACHER, testApp } from "../test-app.ts";
import { run } from "../test-command.ts";

const MIGRATIONS = `${TEACHER}/db/migrations`;
const SECRET = "not-to-be-printed";
const phone = "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0";

describe("livegate auth", () => {
  let database: TemporaryDatabase;
  let db: Kysely<Tables>;

  before(async () => {
    database = await temporaryDatabase(process.env["DATABASE_URL"]);
    db = await openDatabase<Tables>(database.url);
    await migrate(db, MIGRATIONS);
    for (const name of ["ada", "bob", "cyd", "dan"]) await addUser(db, name);
  });

  after(async () => {
    await db.destroy();
    await database[Symbol.asyncDispose]();
  });

  const auth = (...args: string[]) => run(["auth", ...args], { cwd: TEACHER, env: { DATABASE_URL: database.url } });
  /** What the command prints when it does as it is told. */
  async function printed(...args: string[]): Promise<string> {
    const { code, output } = await auth(...args);
    assert.equal(code, 0, output);
    assert.ok(!output.includes(SECRET), output);
    return output;
  }
  const json = async (...args: string[]) => JSON.parse(await printed(...args, "--json")) as Record<string, unknown>;
  const sessionIds = async () =>
    (await db.selectFrom("users_sessions").select("id").orderBy("id").execute()).map(({ id }) => id);
  const audited = async () => {
    const rows = await db.selectFrom("users_audit").select(["action", "network"]).orderBy("at").execute();
    return rows.map(({ action, network }) => `${action} ${network?.replace(/\(.*\)/, "(…)")}`);
  };

  it("lists users in parts, and those that are searched for", async () => {
    const part = await printed("users", "--per-page", "3", "--page", "2");
    assert.match(
      part,
      /^ID +E-MAIL +SINCE +STATE +SESSIONS\n\d+ +dan@example\.com +2026-11-24 10:00 UTC +confirmed +1\n4 to 4 of 4\.\n$/,
    );
    assert.match(await printed("users", "--page", "9"), /^There are 4: .* --page 1\.\n$/);
    const found = await json("users", "--search", "BO");
    assert.deepEqual(
      [found["total"], (found["users"] as { email: string }[]).map(({ email }) => email)],
      [1, ["bob@example.com"]],
    );
  });

  it("shows one user with their sessions, by address or id", async () => {
    const { user } = (await json("users", "show", "Ada@Example.com")) as { user: { id: number } };
    const shown = await printed("users", "show", String(user.id));
    assert.match(
      shown,
      /e-mail +ada@example\.com, confirmed[^]*\nada-session +ada@example\.com +Firefox on Android +192\.0\.2\.1 /,
    );
  });

  it("lists sessions, of all or of one user, and shows one", async () => {
    assert.match(await printed("sessions"), /4 in all\.\n$/);
    assert.match(await printed("sessions", "--user", "bob@example.com"), /\nbob-session [^\n]*\n1 in all\.\n$/);
    assert.match(await printed("sessions", "show", "bob-session"), /browser +Firefox on Android\nagent +Mozilla/);
  });

  it("ends one session, and writes down that the command did it", async () => {
    assert.match(
      await printed("sessions", "revoke", "cyd-session"),
      /^cyd@example\.com is logged out of Firefox on Android/,
    );
    assert.deepEqual(await sessionIds(), ["ada-session", "bob-session", "dan-session"]);
    assert.deepEqual(await audited(), ["end_session livegate auth (…)"]);
    assert.equal((await auth("sessions", "revoke", "cyd-session")).code, 1);
  });

  it("keeps a user out and lets them in again", async () => {
    const { user } = (await json("users", "disable", "bob@example.com")) as { user: { disabledAt: string } };
    assert.match(user.disabledAt, /^\d{4}-/);
    assert.deepEqual(await sessionIds(), ["ada-session", "dan-session"]);
    assert.match(await printed("users", "--search", "bob"), / disabled +0\n/);
    const refused = await auth("users", "reset", "bob@example.com");
    assert.deepEqual([refused.code, /is disabled, and gets no mails/.test(refused.output)], [1, true]);
    assert.match(await printed("users", "enable", "bob@example.com"), /^bob@example\.com can log in\.\n$/);
    assert.deepEqual((await audited()).slice(1), ["disable_user livegate auth (…)", "enable_user livegate auth (…)"]);
  });

  it("has a link to a new password mailed by the app, and sets no password", async () => {
    assert.match(await printed("users", "reset", "bob@example.com"), /^The app mails a link to bob@example\.com/);
    const mails = await db.selectFrom("users_mails").select(["kind", "address"]).execute();
    assert.deepEqual(mails, [{ kind: "reset_password", address: "bob@example.com" }]);
    assert.equal((await audited()).at(-1), "request_reset_password livegate auth (…)");
    assert.doesNotMatch(await printed("users", "--help"), /password <|--password/);
  });

  it("signs a user out, and everybody only where that is really meant", async () => {
    assert.equal((await json("users", "sign-out", "ada@example.com"))["ended"], 1);
    for (const args of [[], ["--everybody"], ["dan@example.com", "--everybody", "--yes"]]) {
      assert.equal((await auth("users", "sign-out", ...args)).code, 1, args.join(" "));
    }
    assert.deepEqual(await sessionIds(), ["dan-session"]);
    assert.match(await printed("users", "sign-out", "--everybody", "--yes"), /^Everybody is logged out\. One session/);
    assert.deepEqual(await sessionIds(), []);
    assert.equal((await audited()).at(-1), "end_every_session livegate auth (…)");
  });

  it("says who isn't there, in one line", async () => {
    for (const args of [
      ["show", "eve@example.com"],
      ["disable", "x'y"],
    ]) {
      const { code, output } = await auth("users", ...args);
      assert.equal(code, 1);
      assert.match(output, /^There is no user "[^\n]+\n$/);
    }
  });
});

/** A user whose address is proved, with a session that says nothing but its secret's hash. */
async function addUser(db: Kysely<Tables>, name: string): Promise<void> {
  const at = "2026-11-24T10:00:00.000Z";
  const { id } = await db
    .insertInto("users")
    .values({ email: `${name}@example.com`, hashed_password: SECRET, confirmed_at: at, created_at: at, updated_at: at })
    .returning("id")
    .executeTakeFirstOrThrow();
  const times = { created_at: at, seen_at: at, expires_at: "2999-01-01T00:00:00.000Z" };
  const session = { id: `${name}-session`, user_id: id, token_hash: `${SECRET}-${name}`, previous_hash: null };
  const browser = { user_agent: phone, network: "192.0.2.1", factors: "[]", remember: 0 };
  await db
    .insertInto("users_sessions")
    .values({ ...session, ...times, ...browser, previous_until: null, rotated_at: null })
    .execute();
}

test("an app without accounts is told how to have some", async () => {
  const { code, output } = await run(["auth", "users"], { cwd: STARTER });
  assert.equal(code, 1);
  assert.match(output, /^This app has no accounts: .* npx livegate gen auth Accounts User users\n$/);
});

test("a database that was never migrated is told by what mends it", async () => {
  await using database = await temporaryDatabase(process.env["DATABASE_URL"]);
  const { code, output } = await run(["auth", "users"], { cwd: TEACHER, env: { DATABASE_URL: database.url } });
  assert.deepEqual([code, output], [1, "The database has no tables for accounts. Run: npx livegate migrate\n"]);
});

test("a database that is away is told without a stack and without its password", async () => {
  const env = { DATABASE_URL: "postgres://ada:hunter2@127.0.0.1:1/shop" };
  const { code, output } = await run(["auth", "sessions"], { cwd: TEACHER, env });
  assert.equal(code, 1);
  assert.match(output, /^\[LG_DATABASE_OPEN\] /);
  assert.doesNotMatch(output, /hunter2|^ +at /m);
});

test("where several contexts have accounts it takes the name of one", async () => {
  const door =
    'import { authentication } from "livegate/auth"; export const People = authentication({ appName: "A" });';
  await using app = await testApp({ "domain/staff/staff.ts": door, "domain/club/club.ts": door });
  const unsaid = await run(["auth", "users"], { cwd: app.path });
  assert.deepEqual(
    [unsaid.code, unsaid.output],
    [1, "Several contexts have accounts: club, staff. Say which: --context club\n"],
  );
  const unknown = await run(["auth", "users", "--context", "shop"], { cwd: app.path });
  assert.equal(unknown.output, 'The context "shop" has no accounts; these have: club, staff.\n');
});
