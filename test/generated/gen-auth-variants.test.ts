import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { onPostgres, passed, postgres, went, withAccounts } from "./app-with-accounts.ts";

const variants: Readonly<Record<string, string>> = {
  "plain pages and ids that tell nothing": "Accounts User users --no-live --uuid",
  "other names, another table, addresses that are proved first":
    "Club Member members --table club_members --registration verified",
};
for (const [what, args] of Object.entries(variants)) {
  describe(`an app that gen auth makes with ${what}`, () => {
    const app = withAccounts(...args.split(" "));

    it("has sound types", async () => went(await app().types()));

    it("passes its own tests on SQLite", async () => assert.ok(passed(await app().testsTogether("sqlite:")) > 140));

    it("passes its own tests on PostgreSQL", onPostgres, async () => {
      assert.ok(passed(await app().testsTogether(postgres)) > 140);
    });
  });
}
