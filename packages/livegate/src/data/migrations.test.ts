import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Kysely, sql } from "kysely";
import { testOnEach, testOnPostgres } from "./engines.fixture.ts";
import { migrate, migrationStatus, rollback } from "./migrations.ts";
import { testFolder } from "./test-folder.ts";

const KYSELY = import.meta.resolve("kysely");

const creates = (table: string): string => `
  export const up = (db) => db.schema.createTable("${table}").addColumn("id", "integer").execute();
  export const down = (db) => db.schema.dropTable("${table}").execute();`;

const two = { "001-one.js": creates("one"), "002-two.js": creates("two"), "002-two.test.js": "", "notes.md": "" };

async function tables<Tables>(db: Kysely<Tables>): Promise<readonly string[]> {
  return (await db.introspection.getTables()).map(({ name }) => name);
}

testOnEach("all migrations run in the order of their names, each once", async ({ db }) => {
  await using folder = await testFolder(two);
  assert.deepEqual(await migrate(db, folder.path), ["001-one", "002-two"]);
  assert.deepEqual(await migrate(db, folder.path), []);
  assert.deepEqual(await tables(db), ["one", "two"]);
});

testOnEach("the status tells what has run and when", async ({ db }) => {
  await using folder = await testFolder(two);
  assert.deepEqual(
    (await migrationStatus(db, folder.path)).map(({ executedAt }) => executedAt),
    [null, null],
  );
  await migrate(db, folder.path);
  await folder.write("003-three.js", creates("three"));
  const [one, , three] = await migrationStatus(db, folder.path);
  assert.ok(one?.executedAt instanceof Date);
  assert.deepEqual(three, { name: "003-three", executedAt: null });
});

testOnEach("a rollback takes the newest back, one at a time", async ({ db }) => {
  await using folder = await testFolder(two);
  await migrate(db, folder.path);
  assert.deepEqual(await rollback(db, folder.path), ["002-two"]);
  assert.deepEqual(await tables(db), ["one"]);
  assert.deepEqual(await rollback(db, folder.path), ["001-one"]);
  assert.deepEqual(await rollback(db, folder.path), []);
});

testOnEach("a migration that fails leaves nothing behind, nor do those before it", async ({ db }) => {
  await using folder = await testFolder({
    "001-one.js": creates("one"),
    "002-bad.js": `
      import { sql } from ${JSON.stringify(KYSELY)};
      export async function up(db) {
        await db.schema.createTable("half").addColumn("id", "integer").execute();
        await sql\`insert into nowhere values (1)\`.execute(db);
      }`,
  });
  await assert.rejects(migrate(db, folder.path), {
    code: "LG_MIGRATION",
    message: /"002-bad" failed: .*nowhere/,
  });
  assert.deepEqual(await tables(db), []);
  await folder.write("002-good.js", creates("two"));
  const { unlink } = await import("node:fs/promises");
  await unlink(`${folder.path}/002-bad.js`);
  assert.deepEqual(await migrate(db, folder.path), ["001-one", "002-good"]);
});

testOnEach("a migration that ran and whose file is gone is told by name", async ({ db }) => {
  await using folder = await testFolder(two);
  await using other = await testFolder({ "001-one.js": creates("one") });
  await migrate(db, folder.path);
  await assert.rejects(migrate(db, other.path), { code: "LG_MIGRATION", message: /002-two/ });
});

testOnEach("a folder that isn't there and a file without up() are told", async ({ db }) => {
  await using folder = await testFolder({ "001-one.js": "export const down = () => {};" });
  await assert.rejects(migrate(db, `${folder.path}/none`), {
    code: "LG_MIGRATION",
    message: /no folder of migrations/,
  });
  await assert.rejects(migrate(db, folder.path), {
    code: "LG_MIGRATION",
    message: /001-one\.js exports no function "up"/,
  });
});

testOnEach("five processes that start at once are all fine, and one of them migrates", async ({ db, url }) => {
  await using folder = await testFolder();
  await folder.write("001-one.js", creates("one"));
  await folder.write(
    "002-slow.js",
    `
    import { setTimeout } from "node:timers/promises";
    export async function up(db) {
      await db.schema.createTable("slow").addColumn("id", "integer").execute();
      await setTimeout(300); // The other process has to wait in the meantime.
    }`,
  );
  const ran = await Promise.all(Array.from({ length: 5 }, () => migrating(url, folder.path)));
  assert.deepEqual(
    ran.toSorted((a, b) => b.length - a.length),
    [["001-one", "002-slow"], [], [], [], []],
  );
  assert.deepEqual(await tables(db), ["one", "slow"]);
  await sql`select 1 from slow`.execute(db);
});

testOnPostgres("a migration may take longer than other statements", async ({ db }) => {
  const limit = async () => (await sql<{ statement_timeout: string }>`show statement_timeout`.execute(db)).rows;
  await using folder = await testFolder({
    "001-note.js": `
      import { sql } from ${JSON.stringify(KYSELY)};
      export async function up(db) {
        await sql\`create table note as select current_setting('statement_timeout') as statement_timeout\`.execute(db);
      }`,
  });
  const before = await limit();
  assert.notDeepEqual(before, [{ statement_timeout: "0" }]);
  await migrate(db, folder.path);
  assert.deepEqual((await sql`select * from note`.execute(db)).rows, [{ statement_timeout: "0" }]);
  assert.deepEqual(await limit(), before);
});

/** What a process of its own has migrated. */
async function migrating(url: string, folder: string): Promise<readonly string[]> {
  const door = fileURLToPath(new URL("../data.ts", import.meta.url));
  const program = `
    import { migrate, openDatabase } from ${JSON.stringify(door)};
    const db = await openDatabase(${JSON.stringify(url)});
    console.log(JSON.stringify(await migrate(db, ${JSON.stringify(folder)})));
    await db.destroy();`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  const [code] = await once(child, "close");
  assert.equal(code, 0);
  return JSON.parse(Buffer.concat(output).toString()) as readonly string[];
}
