import assert from "node:assert/strict";
import { createServer } from "node:net";
import { once } from "node:events";
import { test } from "node:test";
import { inspect } from "node:util";
import { sql } from "kysely";
import { LivegateError } from "../errors/livegate-error.ts";
import { testOnPostgres } from "./engines.fixture.ts";
import { openDatabase } from "./open-database.ts";

/** Why this URL can't be opened: told without its password, wherever one looks. */
async function refusalOf(url: string): Promise<LivegateError> {
  const error = await openDatabase(url).then(
    () => assert.fail("It was opened."),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof LivegateError);
  assert.equal(error.code, "LG_DATABASE_OPEN");
  assert.doesNotMatch(inspect(error, { depth: 9 }), /hunter2/);
  return error;
}

test("a server that isn't there is told with what was tried and a line that mends it", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  server.close();
  await once(server, "close");
  const { message, remedy } = await refusalOf(`postgres://ada:hunter2@127.0.0.1:${address.port}/shop`);
  const tried = `The PostgreSQL database "shop" at 127.0.0.1:${address.port} as "ada" can't be opened: `;
  assert.ok(message.includes(tried) && /ECONNREFUSED/.test(message), message);
  assert.ok(remedy.endsWith(`DATABASE_URL=postgres://ada:PASSWORD@127.0.0.1:${address.port}/shop`));
});

test("a server without TLS that was asked for it is told, in these words alone", async (t) => {
  const server = createServer((socket) => socket.on("data", () => socket.write("N")).on("error", () => {}));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  const warned: unknown[] = [];
  const warn = (warning: unknown) => void warned.push(warning);
  process.on("warning", warn);
  t.after(() => process.off("warning", warn));
  const url = `postgres://ada:hunter2@127.0.0.1:${address.port}/shop?sslmode=require`;
  const { message, remedy } = await refusalOf(url);
  assert.match(message, /does not support SSL/);
  assert.match(remedy, /^Switch TLS on at the server, or leave sslmode away: DATABASE_URL=postgres:/);
  assert.deepEqual(warned, []);
  server.close();
});

test("a server that is no PostgreSQL is told", async () => {
  const server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n").on("error", () => {}));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  const { message } = await refusalOf(`postgres://ada:hunter2@127.0.0.1:${address.port}/shop`);
  assert.match(message, /can't be opened: ./);
  server.close();
});

test("a URL that names a file which isn't there is told", async () => {
  const { message } = await refusalOf("postgres://ada:hunter2@127.0.0.1/shop?sslrootcert=/nowhere/ca.pem");
  assert.match(message, /The URL of the database can't be used: .*\/nowhere\/ca\.pem/);
});

testOnPostgres("a database that isn't there is told with the command that makes it", async ({ url }) => {
  const wrong = new URL(url);
  wrong.pathname = "/nowhere_at_all";
  wrong.password = "hunter2";
  const { message, remedy } = await refusalOf(wrong.href);
  assert.match(message, /database "nowhere_at_all" does not exist/);
  assert.match(remedy, /^createdb -h \S+ -p \d+ -U \S+ nowhere_at_all$/);
});

testOnPostgres("a user that isn't there is told", async ({ url }) => {
  const wrong = new URL(url);
  wrong.username = "nobody_at_all";
  wrong.password = "hunter2";
  const { message, remedy } = await refusalOf(wrong.href);
  assert.match(message, /as "nobody_at_all" can't be opened: .*nobody_at_all/);
  assert.match(remedy, /user and a password/);
});

testOnPostgres("nothing is connected any more once it is closed", async ({ db, url }) => {
  const connections = async () => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from pg_stat_activity
      where datname = current_database()`.execute(db);
    return rows[0]?.n;
  };
  const other = await openDatabase(url);
  assert.equal(await connections(), 2);
  await other.destroy();
  // The server notices a little later.
  while ((await connections()) !== 1);
});
