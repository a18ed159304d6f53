import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TestClient } from "livegate/testing";
import { seed } from "../../apps/teacher/db/seeds.ts";
import { Accounts } from "../../apps/teacher/domain/accounts/accounts.ts";
import { repo } from "../../apps/teacher/domain/repo.ts";
import {
  type AccountsSite,
  confirmedUser,
  logIn,
  mailedToken,
  openAccounts,
  stranger,
} from "../../apps/teacher/test/accounts-site.ts";
import { paths } from "../../apps/teacher/web/paths.ts";
import teacher from "../../apps/teacher/web/router.ts";

const ada = "ada@example.com";

/** Whatever an account page may ask somebody for. */
const asked = new Set(["email", "password", "current_password", "code", "remember_me"].map((name) => `user[${name}]`));
/** What such a form brings along by itself. */
const carried = new Set([
  "_csrf_token",
  "_method",
  "by",
  "change",
  "username",
  "return_to",
  "proof",
  "user[remember_me]",
]);

const pageOf = async (client: TestClient, path: unknown): Promise<string> =>
  (await client.request(String(path))).text();

/** The pages of accounts on which something is typed, as whoever sees them. */
async function accountPages(at: AccountsSite): Promise<ReadonlyMap<string, string>> {
  await confirmedUser(at);
  await Accounts.requestPasswordReset({ email: ada }, stranger);
  const token = await mailedToken(at);
  const visitor = at.site.client();
  const user = await at.site.client().signIn(logIn());
  const shown = new Map<string, string>();
  for (const path of [paths.register(), paths.logIn(), paths.resetPassword(), paths.resetPasswordByLink({ token })])
    shown.set(String(path), await pageOf(visitor, path));
  for (const path of [paths.settings(), paths.deleteAccount(), paths.reauthenticate()])
    shown.set(String(path), await pageOf(user, path));
  return shown;
}

const inputs = (page: string): readonly string[] =>
  Array.from(page.matchAll(/<(?:input|textarea|select)\b[^>]*>/g), String);
const attribute = (tag: string, name: string): string | null =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? null;

describe("pages of accounts", () => {
  it("mask passwords, let them be pasted, and say to a password manager what each input is for", async () => {
    await using at = await openAccounts();
    let seen = 0;
    for (const [path, page] of await accountPages(at)) {
      const passwords = inputs(page).filter((tag) => /name="user\[(?:current_)?password\]"/.test(tag));
      seen += passwords.length;
      for (const tag of passwords) {
        assert.equal(attribute(tag, "type"), "password", `${path}: ${tag}`);
        const purpose =
          tag.includes("current_") || path === String(paths.logIn()) ? "current-password" : "new-password";
        assert.equal(attribute(tag, "autocomplete"), purpose, `${path}: ${tag}`);
        assert.doesNotMatch(tag, /paste|oncopy|readonly|maxlength="(?:\d|[1-5]\d)"/);
      }
      if (/autocomplete="new-password"/.test(page) && !path.includes("reset"))
        assert.match(page, /autocomplete="username"/, path);
    }
    assert.ok(seen >= 6, `${seen} inputs for passwords`);
  });

  it("ask for an address, a password or a mailed code, and for nothing else: no hints and no questions", async () => {
    await using at = await openAccounts();
    for (const [path, page] of await accountPages(at)) {
      const names = inputs(page).map((tag) => attribute(tag, "name") ?? "");
      assert.deepEqual(
        names.filter((name) => name !== "" && !asked.has(name) && !carried.has(name)),
        [],
        path,
      );
    }
    const columns = (await repo.db.introspection.getTables()).find(({ name }) => name === "users")?.columns ?? [];
    assert.deepEqual(
      columns.map(({ name }) => name).filter((name) => /hint|question|answer|secret/.test(name)),
      [],
    );
  });
});

describe("whoever is logged in", () => {
  it("finds the way out on every page that they may see", async () => {
    await using at = await openAccounts();
    await confirmedUser(at);
    const client = await at.site.client().signIn(logIn());
    let seen = 0;
    for (const { route, development } of teacher.routes) {
      const isPage = (route.kind === "live" || route.method === "GET") && !route.pattern.includes(":") && !development;
      if (!isPage || route.pattern === String(paths.logOut())) continue;
      const answer = await client.request(route.pattern);
      if (answer.status !== 200) continue;
      seen += 1;
      assert.match(await answer.text(), /<form[^>]*action="\/users\/log_out"[^]*?value="delete"/, route.pattern);
    }
    assert.ok(seen >= 6, `${seen} pages`);
  });
});

describe("an app that starts for the first time", () => {
  it("has no account, with its seeds either, so nobody gets in by a name that everybody knows", async () => {
    await using _ = await openAccounts();
    await seed();
    const { users } = await repo.db
      .selectFrom("users")
      .select(({ fn }) => fn.countAll().as("users"))
      .executeTakeFirstOrThrow();
    assert.equal(Number(users), 0);
  });
});
