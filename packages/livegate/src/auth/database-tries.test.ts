import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { type TestContext, describe, it } from "node:test";
import { type Kysely, sql } from "kysely";
import { openDatabase } from "livegate/data";
import { temporaryDatabase } from "livegate/testing";
import { LivegateError } from "../errors/livegate-error.ts";
import { databaseTries, purgeTries } from "./database-tries.ts";

const SECOND = 1000;
const limit = { burst: 3, every: 10 * SECOND };

const server = process.env["LIVEGATE_TEST_POSTGRES"];
const skip = server === undefined && "LIVEGATE_TEST_POSTGRES names no server";

for (const [name, url, left] of [
  ["SQLite", undefined, false],
  ["PostgreSQL", server, skip],
] as const) {
  const opened = async (t: TestContext): Promise<Kysely<unknown>> => {
    const database = await temporaryDatabase(url);
    const db = await openDatabase<unknown>(database.url);
    t.after(async () => {
      await db.destroy();
      await database[Symbol.asyncDispose]();
    });
    return db;
  };

  describe(`tries that a database counts (${name})`, { skip: left }, () => {
    it("are so many at once, then one for each interval, and told how long it is until the next", async (t) => {
      const tries = await databaseTries(await opened(t));
      const atOnce = [];
      for (let n = 0; n < 4; n += 1) atOnce.push(await tries.take("ada", limit, 0));
      assert.deepEqual(atOnce, [0, 0, 0, 10 * SECOND]);
      assert.equal(await tries.take("ada", limit, 4 * SECOND), 6 * SECOND);
      assert.equal(await tries.take("ada", limit, 10 * SECOND), 0);
      assert.equal(await tries.take("ada", limit, 10 * SECOND), 10 * SECOND);
      assert.equal(await tries.take("bob", limit, 10 * SECOND), 0, "another key has its own");
    });

    it("are three of twenty that come at once", async (t) => {
      const tries = await databaseTries(await opened(t));
      const waits = await Promise.all(Array.from({ length: 20 }, () => tries.take("ada", limit, 0)));
      assert.equal(waits.filter((wait) => wait === 0).length, limit.burst);
    });

    it("don't lock anybody out whose clock is behind the one that wrote", async (t) => {
      const tries = await databaseTries(await opened(t));
      for (let n = 0; n < 3; n += 1) await tries.take("ada", limit, 3600 * SECOND);
      assert.equal(await tries.take("ada", limit, 0), 10 * SECOND);
      assert.equal(await tries.take("ada", limit, 10 * SECOND), 0);
    });

    it("are forgotten once their bucket is full again", async (t) => {
      const db = await opened(t);
      const tries = await databaseTries(db);
      await tries.take("ada", limit, 0);
      await tries.take("bob", limit, 5 * SECOND);
      await purgeTries(db, 10 * SECOND);
      const { rows } = await sql`select key from livegate_tries`.execute(db);
      assert.deepEqual(rows, [{ key: "bob" }]);
    });

    it("need no table to be purged that nobody has made", async (t) => {
      await purgeTries(await opened(t), 0);
    });
  });
}

it(
  "are refused to a user who may not make their table, and counted once somebody else has made it",
  { skip },
  async () => {
    await using database = await temporaryDatabase(server);
    const owner = await openDatabase<unknown>(database.url);
    const role = `guest_${randomBytes(8).toString("hex")}`;
    await sql`create role ${sql.id(role)} login`.execute(owner);
    const url = new URL(database.url);
    url.username = role;
    const guest = await openDatabase<unknown>(url.href);
    const isRefusal = (error: unknown): boolean =>
      error instanceof LivegateError && error.code === "LG_AUTH_TRIES" && /permission denied/.test(error.message);
    try {
      await assert.rejects(databaseTries(guest), isRefusal);
      await databaseTries(owner);
      await sql`grant select, insert, update, delete on livegate_tries to ${sql.id(role)}`.execute(owner);
      assert.equal(await (await databaseTries(guest)).take("ada", limit, 0), 0);
    } finally {
      await guest.destroy();
      await sql`drop owned by ${sql.id(role)}`.execute(owner);
      await sql`drop role ${sql.id(role)}`.execute(owner);
      await owner.destroy();
    }
  },
);
