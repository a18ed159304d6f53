import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { temporaryDatabase } from "livegate/testing";
import { STARTER, TEACHER, testApp } from "../test-app.ts";
import { run } from "../test-command.ts";

const folder = await mkdtemp(join(tmpdir(), "livegate-cli-"));
after(() => rm(folder, { recursive: true }));

for (const [engine, server] of [
  ["SQLite", "sqlite:"],
  ["PostgreSQL", process.env["LIVEGATE_TEST_POSTGRES"]],
] as const) {
  const title = "migrations run once, are told with their time, and are taken back one at a time";
  test(`${title} (${engine})`, { skip: server === undefined }, async () => {
    await using database = await temporaryDatabase(server);
    const options = { cwd: STARTER, env: { DATABASE_URL: database.url } };
    const output = async (...args: string[]) => {
      const { code, output: text } = await run(args, options);
      assert.equal(code, 0, text);
      return text;
    };
    assert.match(await output("migrate", "status"), /^not run yet +\d+-create-albums$/m);
    assert.match(await output("migrate"), /^Migrated \d+-create-albums$/m);
    assert.equal(await output("migrate"), "Nothing to migrate.\n");
    assert.match(await output("migrate", "status"), /^\d{4}-\d\d-\d\dT[\d:.]+Z {2}\d+-create-albums$/m);
    assert.match(await output("rollback"), /^Rolled back \d+-create-albums$/m);
    assert.equal(await output("rollback"), "Nothing to roll back.\n");
  });
}

test("a migration that fails is named, with what the database said and no stack", async () => {
  await using app = await testApp({
    "db/migrations/001-half.ts": `
      import { sql } from "kysely";
      export const up = (db) => sql\`insert into nowhere values (1)\`.execute(db);`,
  });
  const { code, output } = await run(["migrate"], { cwd: app.path });
  assert.equal(code, 1);
  assert.match(output, /^\[LG_MIGRATION\] The migration "001-half" failed: no such table: nowhere/);
  assert.doesNotMatch(output, /^ +at /m);
});

test("a setting that doesn't fit is named without its secret and without a stack", async () => {
  const { code, output } = await run(["migrate"], { cwd: TEACHER, env: { DATABASE_URL: "mysql://root:hunter2@db" } });
  assert.equal(code, 1);
  assert.match(output, /^\[LG_CONFIG\] DATABASE_URL starts neither with "sqlite:" nor/);
  assert.match(output, /^ +DATABASE_URL=sqlite:/m);
  assert.doesNotMatch(output, /hunter2|^ +at /m);
});

test("a database that can't be had is told with its path", async () => {
  const { code, output } = await run(["migrate"], { cwd: TEACHER, env: { DATABASE_URL: `sqlite:${folder}` } });
  assert.equal(code, 1);
  assert.match(output, /^\[LG_DATABASE_OPEN\] /);
  assert.ok(output.includes(folder));
  assert.doesNotMatch(output, /^ +at /m);
});

test("a server that can't be reached is told with what was tried, and without the password", async () => {
  for (const command of ["migrate", "start"]) {
    const env = { NODE_ENV: "development", DATABASE_URL: "postgres://ada:hunter2@127.0.0.1:1/shop" };
    const { code, output } = await run([command], { cwd: TEACHER, env });
    assert.equal(code, 1);
    assert.match(
      output,
      /^\[LG_DATABASE_OPEN\] The PostgreSQL database "shop" at 127\.0\.0\.1:1 as "ada" can't be opened: .*REFUSED/m,
    );
    assert.match(output, /^ +\S.*DATABASE_URL=postgres:\/\/ada:PASSWORD@127\.0\.0\.1:1\/shop$/m);
    assert.doesNotMatch(output, /hunter2|^ +at /m);
  }
});
