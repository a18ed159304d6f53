import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TestPage } from "livegate/testing";
import {
  type AccountsSite,
  confirmedUser,
  logIn,
  mailedToken,
  openAccounts,
  otherPassword,
  password,
  post,
  registeredUser,
  told,
} from "#test/accounts-site";
import { Accounts } from "#domain/accounts/accounts";
import { repo } from "#domain/repo";
import { paths } from "#web/paths";

const ada = "ada@example.com";

const usersMenu = (page: TestPage): string => page.text("#user-menu");
const isLoggedIn = (page: TestPage): boolean => usersMenu(page).includes(ada);
const logsIn = async (typed: string, email = ada): Promise<boolean> => {
  const visitor = { network: "192.0.2.9", userAgent: "", device: null, accounts: [], session: null };
  return (await Accounts.logInWithPassword({ email, password: typed }, visitor)).ok;
};

async function memberAt(at: AccountsSite) {
  await confirmedUser(at);
  return at.site.client().signIn(logIn());
}

for (const javascript of [true, false]) {
  describe(`registration ${javascript ? "in a browser" : "without JavaScript"}`, () => {
    it("logs a new user in, and mails a link", async () => {
      await using at = await openAccounts();
      await using page = await at.site.visit(paths.register(), { javascript });
      await page.form("#registration").submit({ user: { email: ada, password } });
      assert.equal(page.path, String(paths.home()));
      assert.ok(isLoggedIn(page));
      assert.match(told(page), /Welcome/);
      await mailedToken(at);
    });

    it("comes back with what is wrong, the address kept and the password not", async () => {
      await using at = await openAccounts();
      await using page = await at.site.visit(paths.register(), { javascript });
      await page.form("#registration").submit({ user: { email: "nowhere", password: "short" } });
      assert.match(page.text("#registration_password_messages"), /12 characters/);
      assert.notEqual(page.text("#registration_email_messages"), "");
      assert.equal(page.element("#registration_email").value, "nowhere");
      assert.equal(page.element("#registration_password").value, "");
      assert.deepEqual(await repo.db.selectFrom("users").selectAll().execute(), []);
    });

    it("leads back to where somebody wanted to go", async () => {
      await using at = await openAccounts();
      await using page = await at.site.visit(paths.settings(), { javascript });
      await page.element("main a", { text: "Register" }).click();
      await page.form("#registration").submit({ user: { email: ada, password } });
      assert.equal(page.path, String(paths.settings()));
    });
  });

  describe(`logging in ${javascript ? "in a browser" : "without JavaScript"}`, () => {
    it("works with the password", async () => {
      await using at = await openAccounts();
      await confirmedUser(at);
      await using page = await at.site.visit(paths.logIn(), { javascript });
      await page.form("#log-in").submit({ user: { email: ada, password } });
      assert.deepEqual([page.path, isLoggedIn(page)], [String(paths.home()), true]);
    });

    it("is refused with one line for whatever was wrong", async () => {
      await using at = await openAccounts();
      await registeredUser();
      const lines: string[] = [];
      for (const email of [ada, "nobody@example.com", "no address"]) {
        await using page = await at.site.visit(paths.logIn(), { javascript });
        await page.form("#log-in").submit({ user: { email, password: otherPassword } });
        assert.ok(!isLoggedIn(page));
        lines.push(page.text("#log-in [role=alert]"));
      }
      assert.equal(new Set(lines).size, 1);
    });

    it("works with a mailed link, which doesn't act by being looked at", async () => {
      await using at = await openAccounts();
      await confirmedUser(at);
      await using asking = await at.site.visit(paths.logIn(), { javascript });
      await asking.form("#log-in").submit({ user: { email: ada } }, { submitter: "[value=link]" });
      assert.match(told(asking), /link is on its way/);
      const token = await mailedToken(at);
      for (let look = 0; look < 2; look++) {
        await using seen = await at.site.visit(paths.logInByLink({ token }), { javascript });
        assert.match(seen.text("main"), /ada@example\.com/);
        assert.ok(!isLoggedIn(seen));
      }
      const { headers } = await at.site.client().request(String(paths.logInByLink({ token })));
      assert.equal(headers.get("referrer-policy"), "no-referrer");
      await using page = await at.site.visit(paths.logInByLink({ token }), { javascript });
      await page.form("#log-in-link").submit();
      assert.ok(isLoggedIn(page));
      await using late = await at.site.visit(paths.logInByLink({ token }), { javascript });
      assert.match(late.text("h1"), /doesn't work any more/);
    });
  });

  describe(`the settings ${javascript ? "in a browser" : "without JavaScript"}`, () => {
    it("change the password with the current one; the session stays, all others end", async () => {
      await using at = await openAccounts();
      const client = await memberAt(at);
      const other = await at.site.client().signIn(logIn());
      await using page = await client.visit(paths.settings(), { javascript });
      await page.form("#change-password").submit({ user: { password: otherPassword, current_password: password } });
      assert.match(told(page), /has changed/);
      assert.ok(isLoggedIn(page));
      assert.deepEqual([await logsIn(password), await logsIn(otherPassword)], [false, true]);
      assert.equal((await other.request(String(paths.settings()))).status, 302);
    });

    it("say what is wrong with a new password, and change nothing", async () => {
      await using at = await openAccounts();
      await using page = await (await memberAt(at)).visit(paths.settings(), { javascript });
      await page
        .form("#change-password")
        .submit({ user: { password: otherPassword, current_password: "wrong one here" } });
      assert.match(page.text("#change-password_current_password_messages"), /not your current password/);
      assert.equal(await logsIn(password), true);
    });

    it("change the address by a link at the new one, and tell the old one", async () => {
      await using at = await openAccounts();
      await using page = await (await memberAt(at)).visit(paths.settings(), { javascript });
      const wanted = "ada@example.org";
      await page.form("#change-email").submit({ user: { email: wanted } });
      assert.match(told(page), /link is on its way to the new address/);
      const token = await mailedToken(at, wanted);
      await using agreed = await at.site.visit(paths.confirmEmail({ token }), { javascript });
      assert.match(agreed.text("main"), /ada@example\.org/);
      await agreed.form("#confirm-email").submit();
      assert.equal(await logsIn(password, wanted), true);
      const undo = await mailedToken(at, ada);
      await using undone = await at.site.visit(paths.undoEmail({ token: undo }), { javascript });
      await undone.form("#undo-email").submit();
      const [row] = await repo.db.selectFrom("users").select("email").execute();
      assert.equal(row?.email, ada);
    });

    it("lead to the end of the account", async () => {
      await using at = await openAccounts();
      await using page = await (await memberAt(at)).visit(paths.deleteAccount(), { javascript });
      await page.form("#delete-account").submit();
      assert.match(told(page), /is deleted/);
      assert.deepEqual(await repo.db.selectFrom("users").selectAll().execute(), []);
    });
  });

  describe(`a forgotten password ${javascript ? "in a browser" : "without JavaScript"}`, () => {
    it("is replaced by a link; nobody is logged in by it, and all sessions end", async () => {
      await using at = await openAccounts();
      const client = await memberAt(at);
      await using asking = await at.site.visit(paths.resetPassword(), { javascript });
      await asking.form("#reset-request").submit({ user: { email: ada } });
      const token = await mailedToken(at);
      await using page = await at.site.visit(paths.resetPasswordByLink({ token }), { javascript });
      await page.form("#new-password").submit({ user: { password: "short" } });
      assert.match(page.text("#new-password_password_messages"), /12 characters/);
      await page.form("#new-password").submit({ user: { password: otherPassword } });
      assert.ok(!isLoggedIn(page));
      assert.deepEqual([await logsIn(password), await logsIn(otherPassword)], [false, true]);
      assert.equal((await client.request(String(paths.settings()))).status, 302);
    });

    it("is asked for with the same answer for every address", async () => {
      await using at = await openAccounts();
      await registeredUser();
      const answers: string[] = [];
      for (const email of [ada, "nobody@example.com"]) {
        await using page = await at.site.visit(paths.resetPassword(), { javascript });
        await page.form("#reset-request").submit({ user: { email } });
        answers.push(`${page.path} ${told(page)}`);
      }
      assert.equal(new Set(answers).size, 1);
    });
  });

  describe(`a confirmation ${javascript ? "in a browser" : "without JavaScript"}`, () => {
    it("proves the address by the press of a button, and keeps the session that registered", async () => {
      await using at = await openAccounts();
      const client = at.site.client();
      await using page = await client.visit(paths.register(), { javascript });
      await page.form("#registration").submit({ user: { email: ada, password } });
      const token = await mailedToken(at);
      await using link = await client.visit(paths.confirmByLink({ token }), { javascript });
      await link.form("#confirmation").submit();
      assert.match(told(link), /confirmed/);
      assert.ok(isLoggedIn(link));
      assert.equal(await logsIn(password), true);
    });

    it("may be mailed once more", async () => {
      await using at = await openAccounts();
      await registeredUser();
      await mailedToken(at);
      at.box.clear();
      await using page = await at.site.visit(paths.confirm(), { javascript });
      await page.form("#confirmation-request").submit({ user: { email: ada } });
      await mailedToken(at);
    });
  });
}

describe("a link that is no good", () => {
  const pages = {
    "to log in": paths.logInByLink,
    "to confirm": paths.confirmByLink,
    "to a new password": paths.resetPasswordByLink,
    "to a new address": paths.confirmEmail,
    "to take an address back": paths.undoEmail,
  };
  for (const [what, path] of Object.entries(pages)) {
    it(`says so, ${what}`, async () => {
      await using at = await openAccounts();
      for (const token of ["x", "A".repeat(43), "%2e%2e", "'--"]) {
        await using page = await at.site.visit(path({ token }));
        assert.match(page.text("h1"), /doesn't work any more/, token);
      }
    });

    it(`changes nothing by a form that is sent by hand, ${what}`, async () => {
      await using at = await openAccounts();
      await confirmedUser(at);
      const method = path === paths.resetPasswordByLink ? { _method: "put" } : {};
      const answer = await post(at.site.client(), path({ token: "A".repeat(43) }), {
        ...method,
        "user[password]": otherPassword,
      });
      assert.equal(answer.status, 410);
      assert.equal(await logsIn(password), true);
    });
  }
});

describe("forms of any shape", () => {
  const bodies: readonly Readonly<Record<string, string>>[] = [
    {},
    { user: "text" },
    { "user[email][]": ada, "user[password]": password },
    { "user[email][x]": ada, "user[password][y]": password },
    { "user[__proto__][email]": ada },
    { "user[email]": "a@b.c\r\nBcc: eve@example.com", "user[password]": password },
  ];
  for (const [name, path] of Object.entries({
    register: paths.register(),
    "log in": paths.logIn(),
    reset: paths.resetPassword(),
    confirm: paths.confirm(),
  })) {
    it(`never fail on the server: ${name}`, async () => {
      await using at = await openAccounts();
      for (const body of bodies) {
        const { status } = await post(at.site.client(), path, body, { from: paths.register() });
        assert.ok([303, 422, 429].includes(status), `${JSON.stringify(body)}: ${status}`);
      }
      assert.deepEqual(await repo.db.selectFrom("users").selectAll().execute(), []);
    });
  }
});
