import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { onPostgres, passed, postgres, went, withAccounts } from "./app-with-accounts.ts";
import { starterApp } from "./generated-app.ts";

const accounts = ["Accounts", "User", "users"] as const;

describe("gen auth", () => {
  it("shows its plan first, and writes nothing where that is all that was asked for", async () => {
    await using app = await starterApp();
    const router = await app.read("web/router.ts");
    const shown = await app.livegate("gen", "auth", ...accounts, "--dry-run");
    went(shown);
    assert.match(shown.output, /user-auth\.ts +new\n[^]*Nothing was written/);
    const { output } = await app.livegate("gen", "auth", ...accounts, "--dry-run", "--json");
    assert.ok(JSON.parse(output));
    assert.equal(await app.read("web/router.ts"), router);
  });

  it("makes an app with accounts that passes its own tests, with no edit by hand", async (t) => {
    await using app = await starterApp();
    const begin = performance.now();
    const made = await app.livegate("gen", "auth", ...accounts, "--yes");
    went(made);
    assert.match(made.output, /stay open for everybody:\n +live paths\.home\n[^]*guards: \[requireAuthenticatedUser\]/);
    went(await app.livegate("migrate"));
    assert.ok(passed(await app.tests()) > 150);
    t.diagnostic(`from the command to tests that pass: ${((performance.now() - begin) / 1000).toFixed(1)} s`);
    went(await app.types());

    const routes = (await app.livegate("routes")).output;
    assert.match(routes, /GET +\/ +.*public/);
    assert.match(routes, /DELETE +\/users\/delete +.*requireAuthenticatedUser/);
    const again = await app.livegate("gen", "auth", ...accounts, "--yes");
    assert.equal(again.output, "Nothing to do: all of it is there already.\n");
    went(await app.livegate("audit", "--write"));
    went(await app.livegate("audit", "--check"));
  });

  describe("makes one that", () => {
    const app = withAccounts(...accounts);

    it("passes them on PostgreSQL too", onPostgres, async () => {
      assert.ok(passed(await app().testsTogether(postgres)) > 150);
    });

    it("keeps what was changed by hand, says what differs, and goes on with the rest", async () => {
      await app().write("web/components/user-menu.ts", "// Mine.\n");
      const again = await app().livegate("gen", "auth", ...accounts, "--yes");
      assert.equal(again.code, 2, again.output);
      assert.equal(await app().read("web/components/user-menu.ts"), "// Mine.\n");
    });
  });
});
