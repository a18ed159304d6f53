import assert from "node:assert/strict";
import { sql } from "kysely";
import { primaryKey, timestamps } from "./columns.ts";
import { testOnEach } from "./engines.fixture.ts";

interface Tables {
  users: { id?: number; email: string; age?: number; created_at: Date | string; updated_at: Date | string };
}

const now = new Date("2026-11-26T01:02:03.004Z");
const ada = { email: "ada@example.org", created_at: now, updated_at: now };

testOnEach<Tables>("one migration makes the same table on both", async ({ db }) => {
  await db.schema
    .createTable("users")
    .addColumn("id", "integer", primaryKey)
    .addColumn("email", "text", (column) => column.notNull())
    .addColumn("age", "integer")
    .addColumn("is_admin", "boolean", (column) => column.notNull().defaultTo(false))
    .addColumn("settings", "jsonb")
    .addColumn("token_hash", "bytea")
    .addColumn("key", "uuid")
    .$call(timestamps)
    .execute();
  await db.schema
    .createIndex("users_lower_email")
    .unique()
    .on("users")
    .expression(sql`lower(email)`)
    .execute();
  const [first] = await db.insertInto("users").values(ada).returningAll().execute();
  const at = "2026-11-26T01:02:03.004Z";
  assert.deepEqual(first, {
    id: 1,
    email: "ada@example.org",
    age: null,
    is_admin: 0,
    settings: null,
    token_hash: null,
    key: null,
    created_at: at,
    updated_at: at,
  });
  await db.deleteFrom("users").execute();
  const [second] = await db
    .insertInto("users")
    .values({ ...ada, age: 2 ** 40 })
    .returning(["id", "age"])
    .execute();
  assert.deepEqual(second, { id: 2, age: 2 ** 40 }, "a deleted row's id isn't given again");
});

testOnEach<Tables>("an address is taken whatever its case, and a conflict can be met by that index", async ({ db }) => {
  await db.schema.createTable("users").addColumn("email", "text").addColumn("age", "integer").execute();
  await db.schema
    .createIndex("users_lower_email")
    .unique()
    .on("users")
    .expression(sql`lower(email)`)
    .execute();
  await sql`insert into users (email, age) values ('ada@example.org', 1)`.execute(db);
  await sql`insert into users (email, age) values ('ADA@example.org', 2)
    on conflict (lower(email)) do update set age = excluded.age`.execute(db);
  assert.deepEqual((await sql`select * from users`.execute(db)).rows, [{ email: "ada@example.org", age: 2 }]);
});

testOnEach("text that looks like a number stays text in columns for text of a kind", async ({ db }) => {
  await db.schema.createTable("keys").addColumn("key", "uuid").addColumn("data", "json").execute();
  const key = "00000000-0000-4000-8000-000000000001";
  await sql`insert into keys values (${key}, ${"12"})`.execute(db);
  assert.deepEqual((await sql`select * from keys`.execute(db)).rows, [{ key, data: "12" }]);
});
