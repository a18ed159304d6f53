import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Ended, type GeneratedApp, starterApp } from "./generated-app.ts";

const went = ({ code, output }: Ended): void => assert.equal(code, 0, output);

/** How many tests of the app passed; all of them. */
async function passed(app: GeneratedApp, env: Readonly<Record<string, string>> = {}): Promise<number> {
  const ran = await app.tests(env);
  went(ran);
  return Number(/^ℹ pass (\d+)$/m.exec(ran.output)?.[1]);
}

const accounts = ["Accounts", "User", "users"] as const;
const postgres = process.env["LIVEGATE_TEST_POSTGRES"];

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
    assert.ok((await passed(app)) > 150);
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

  it("says with it how the app is attacked, and the app stands it", async () => {
    await using app = await starterApp();
    went(await app.livegate("gen", "auth", ...accounts, "--guard-existing", "--yes"));
    assert.match(await app.read("package.json"), /"attack": "livegate attack"/);
    went(await app.livegate("audit", "--write"));
    const chosen = ["matrix", "K01", "K05", "K14", "K18", "K20", "K22", "K32", "K35", "L06"];
    const attacked = await app.livegate("attack", "--quick", "--json", "--only", ...chosen);
    went(attacked);
    const { cells, attacks } = JSON.parse(attacked.output) as { cells: readonly object[]; attacks: readonly object[] };
    assert.ok(
      cells.length > 50 && attacks.length === chosen.length - 1,
      `${cells.length} cells, ${attacks.length} attacks`,
    );
  });

  it("makes one that passes them on PostgreSQL too", { skip: postgres === undefined && "no PostgreSQL" }, async () => {
    await using app = await starterApp();
    went(await app.livegate("gen", "auth", ...accounts, "--yes"));
    assert.ok((await passed(app, { DATABASE_URL: postgres ?? "" })) > 150);
  });

  it("keeps what was changed by hand, says what differs, and goes on with the rest", async () => {
    await using app = await starterApp();
    went(await app.livegate("gen", "auth", ...accounts, "--yes"));
    await app.write("web/components/user-menu.ts", "// Mine.\n");
    const again = await app.livegate("gen", "auth", ...accounts, "--yes");
    assert.equal(again.code, 2, again.output);
    assert.equal(await app.read("web/components/user-menu.ts"), "// Mine.\n");
  });

  const variants: Readonly<Record<string, string>> = {
    "plain pages and ids that tell nothing": "Accounts User users --no-live --uuid",
    "other names, another table, addresses that are proved first":
      "Club Member members --table club_members --registration verified",
    "everything that was there behind the guard": "Accounts User users --guard-existing",
  };
  for (const [what, args] of Object.entries(variants)) {
    it(`makes as good an app with ${what}`, async () => {
      await using app = await starterApp();
      went(await app.livegate("gen", "auth", ...args.split(" "), "--yes"));
      went(await app.types());
      assert.ok((await passed(app)) > 140);
    });
  }
});
