import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { constraintErrors } from "./constraint-errors.ts";
import { openDatabase } from "./open-database.ts";

const db = await openDatabase("sqlite::memory:");
for (const statement of [
  "create table artists (id integer primary key)",
  `create table albums (id integer primary key, title text not null, year integer, email text,
    artist_id integer references artists,
    constraint albums_year_check check (year > 1900), unique (title, year))`,
  "create unique index albums_lower_email on albums (lower(email))",
  "insert into albums (id, title, year, email) values (1, 'Blue', 1971, 'a@b')",
]) {
  await sql.raw(statement).execute(db);
}

async function errorOf(statement: string): Promise<unknown> {
  return sql
    .raw(statement)
    .execute(db)
    .then(
      () => assert.fail(`"${statement}" went through`),
      (error: unknown) => error,
    );
}

const broken: readonly (readonly [constraint: string, statement: string])[] = [
  ["albums_title_year_key", "insert into albums (title, year) values ('Blue', 1971)"],
  ["albums_lower_email", "insert into albums (title, email) values ('Hejira', 'A@B')"],
  ["albums_pkey", "insert into albums (id, title) values (1, 'Hejira')"],
  ["albums_title_not_null", "insert into albums (year) values (1976)"],
  ["albums_year_check", "insert into albums (title, year) values ('Messiah', 1741)"],
  ["foreign_key", "insert into albums (title, artist_id) values ('Hejira', 7)"],
];

for (const [constraint, statement] of broken) {
  test(`${constraint} becomes the message of a field`, async () => {
    const refused = constraintErrors(await errorOf(statement), { [constraint]: { title: "No." } });
    assert.deepEqual(refused, { ok: false, errors: { title: ["No."] } });
  });
}

test("one constraint may speak to several fields", async () => {
  const [constraint, statement] = broken[0]!; // The list above.
  const refused = constraintErrors(await errorOf(statement), { [constraint]: { title: "Twice.", year: "Twice." } });
  assert.deepEqual(refused?.errors, { title: ["Twice."], year: ["Twice."] });
});

test("a constraint without a message, and every other error, is not answered", async () => {
  assert.equal(constraintErrors(await errorOf("insert into albums (year) values (1976)"), {}), null);
  assert.equal(constraintErrors(await errorOf("insert into nothing values (1)"), { foreign_key: { id: "No." } }), null);
  assert.equal(constraintErrors(new Error("UNIQUE constraint failed: albums.title"), { albums_title_key: {} }), null);
  assert.equal(constraintErrors("text", {}), null);
});
