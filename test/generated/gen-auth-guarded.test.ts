import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { onPostgres, passed, postgres, went, withAccounts } from "./app-with-accounts.ts";

describe("an app that gen auth makes with everything that was there behind the guard", () => {
  const app = withAccounts("Accounts", "User", "users", "--guard-existing");

  it("has sound types", async () => went(await app().types()));

  it("passes its own tests on SQLite", async () => assert.ok(passed(await app().testsTogether("sqlite:")) > 140));

  it("passes its own tests on PostgreSQL", onPostgres, async () => {
    assert.ok(passed(await app().testsTogether(postgres)) > 140);
  });

  it("says with it how the app is attacked, and the app stands it", async () => {
    assert.match(await app().read("package.json"), /"attack": "livegate attack"/);
    went(await app().livegate("audit", "--write"));
    const chosen = ["matrix", "K01", "K05", "K14", "K18", "K20", "K22", "K32", "K35", "L06"];
    const attacked = await app().livegate("attack", "--quick", "--json", "--only", ...chosen);
    went(attacked);
    const { cells, attacks } = JSON.parse(attacked.output) as { cells: readonly object[]; attacks: readonly object[] };
    assert.ok(
      cells.length > 50 && attacks.length === chosen.length - 1,
      `${cells.length} cells, ${attacks.length} attacks`,
    );
  });
});
