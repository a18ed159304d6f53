import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { Client } from "pg";
import { startPostgres } from "./postgres.mjs";

const directories = () => readdirSync(tmpdir()).filter((name) => name.startsWith("livegate-postgres-"));

async function answer(url: string, statement: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

// Whoever runs the tests has one that runs, or else one was installed.
const skip = !existsSync("/usr/lib/postgresql") && "PostgreSQL's programs are missing";

test("a server of one's own starts, keeps what it has over a crash, and leaves nothing behind", { skip }, async () => {
  const before = directories();
  const server = await startPostgres();
  await answer(server.url, "create table notes as select 'a' as text");
  await server.restart();
  assert.deepEqual(await answer(server.url, "select * from notes"), [{ text: "a" }]);
  await server.stop();
  await assert.rejects(answer(server.url, "select 1"), { code: "ECONNREFUSED" });
  assert.deepEqual(
    directories().filter((name) => !before.includes(name)),
    [],
  );
});
