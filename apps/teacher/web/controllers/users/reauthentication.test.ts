import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type AccountsSite,
  audited,
  confirmedUser,
  logIn,
  openAccounts,
  otherPassword,
  password,
  told,
} from "#test/accounts-site";
import { Accounts } from "#domain/accounts/accounts";
import { repo } from "#domain/repo";
import { paths } from "#web/paths";

async function memberAt(at: AccountsSite) {
  await confirmedUser(at);
  return at.site.client().signIn(logIn());
}

const asking = (returnTo: string) => paths.reauthenticate({ return_to: returnTo });

for (const javascript of [true, false]) {
  describe(`showing who is there ${javascript ? "in a browser" : "without JavaScript"}`, () => {
    it("takes the password, and leads back to where somebody wanted to go", async () => {
      await using at = await openAccounts();
      await using page = await (await memberAt(at)).visit(asking("/users/delete"), { javascript });
      await page.form("#reauthentication").submit({ user: { current_password: otherPassword } });
      assert.match(page.text("#reauthentication_current_password_messages"), /not your current password/);
      await page.form("#reauthentication").submit({ user: { current_password: password } });
      assert.equal(page.path, String(paths.deleteAccount()));
      assert.deepEqual(
        (await audited()).filter((line) => line.startsWith("reauthenticate")),
        ["reauthenticate: password", "reauthenticate"],
      );
    });

    it("leads to no other site", async () => {
      await using at = await openAccounts();
      await using page = await (await memberAt(at)).visit(asking("//evil.example/"), { javascript });
      await page.form("#reauthentication").submit({ user: { current_password: password } });
      assert.equal(page.path, String(paths.settings()));
    });

    it("takes a mailed code where there is no password", async () => {
      await using at = await openAccounts();
      const client = await memberAt(at);
      await repo.db.updateTable("users").set({ hashed_password: null }).execute();
      await using page = await client.visit(asking("/users/delete"), { javascript });
      await page.form("#reauthentication").submit({}, { submitter: "[value=mail]" });
      assert.match(told(page), /code is on its way/);
      await Accounts.deliverMails();
      const code = /\b[2-9A-Z]{8}\b/.exec(at.box.lastTo("ada@example.com")?.text ?? "")?.[0] ?? "";
      await page.form("#reauthentication").submit({ user: { code: "AAAAAAAA" } });
      assert.match(page.text("#reauthentication_code_messages"), /invalid or has expired/);
      await page.form("#reauthentication").submit({ user: { code } });
      assert.equal(page.path, String(paths.deleteAccount()));
    });
  });
}

describe("whoever isn't logged in", () => {
  it("is sent to log in, and shows nothing by that", async () => {
    await using at = await openAccounts();
    await using page = await at.site.visit(asking("/users/delete"));
    assert.ok(page.path.startsWith(String(paths.logIn())), page.path);
  });
});
