import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { openDatabase } from "./open-database.ts";
import { testFolder } from "./test-folder.ts";

const ROUNDS = 4;

/** Writes pairs of rows, and says so after each commit, until it is killed. */
const writer = (url: string): string => `
  import { writeSync } from "node:fs";
  import { openDatabase } from ${JSON.stringify(fileURLToPath(new URL("../data.ts", import.meta.url)))};
  const db = await openDatabase(${JSON.stringify(url)});
  for (;;) {
    const { n } = await db.transaction().execute(async (transaction) => {
      await transaction.insertInto("debits").defaultValues().execute();
      return transaction.insertInto("credits").defaultValues().returning("n").executeTakeFirstOrThrow();
    });
    writeSync(1, n + "\\n");
  }`;

test("a process that is killed while it commits loses nothing that it has acknowledged", async () => {
  await using folder = await testFolder();
  const db = await openDatabase<{ debits: { n: number }; credits: { n: number } }>(folder.url);
  for (const table of ["debits", "credits"])
    await sql`create table ${sql.table(table)} (n integer primary key)`.execute(db);
  for (let round = 1; round <= ROUNDS; round++) {
    const acknowledged = await writeUntilKilled(folder.url, round * 37);
    const { rows } = await sql<{ debits: number; credits: number }>`
      select (select count(*) from debits) as debits, (select count(*) from credits) as credits`.execute(db);
    const { debits = 0, credits = 0 } = rows[0] ?? {};
    assert.equal(debits, credits);
    assert.ok(credits >= acknowledged, `${acknowledged} were acknowledged, ${credits} are there`);
  }
  const check = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
  assert.deepEqual(check.rows, [{ integrity_check: "ok" }]);
  await db.destroy();
});

/** The last number that the writer acknowledged before it was killed, some time after its `commits`th commit. */
async function writeUntilKilled(url: string, commits: number): Promise<number> {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", writer(url)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
    if (output.split("\n").length > commits) child.kill("SIGKILL");
  });
  await once(child, "close");
  return Number(output.slice(0, output.lastIndexOf("\n")).split("\n").at(-1));
}
