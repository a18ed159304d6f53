import assert from "node:assert/strict";
import { test } from "node:test";
import { type Kysely, sql } from "kysely";
import { primaryKey } from "./columns.ts";
import { type ConstraintMessages, constraintErrors } from "./constraint-errors.ts";
import { testOnEach } from "./engines.fixture.ts";

/** Albums with a constraint of each kind, and one row. */
async function addAlbums(db: Kysely<unknown>): Promise<void> {
  await db.schema.createTable("artists").addColumn("id", "integer", primaryKey).execute();
  await db.schema
    .createTable("albums")
    .addColumn("id", "integer", primaryKey)
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("year", "integer")
    .addColumn("email", "text")
    .addColumn("artist_id", "integer", (column) => column.references("artists.id"))
    .addColumn("label_id", "integer", (column) => column.references("artists.id"))
    .addCheckConstraint("albums_year_check", sql`year > 1900`)
    .addUniqueConstraint("albums_title_year_key", ["title", "year"])
    .execute();
  await db.schema
    .createIndex("albums_lower_email")
    .unique()
    .on("albums")
    .expression(sql`lower(email)`)
    .execute();
  await sql`insert into albums (id, title, year, email) values (1, 'Blue', 1971, 'a@b')`.execute(db);
}

const errorOf = (db: Kysely<unknown>, statement: string): Promise<unknown> =>
  sql
    .raw(statement)
    .execute(db)
    .then(
      () => assert.fail(`"${statement}" went through`),
      (error: unknown) => error,
    );

const NO_ARTIST = "insert into albums (id, title, artist_id) values (2, 'Hejira', 7)";

const broken: readonly (readonly [constraint: string, statement: string])[] = [
  ["albums_title_year_key", "insert into albums (id, title, year) values (2, 'Blue', 1971)"],
  ["albums_lower_email", "insert into albums (id, title, email) values (2, 'Hejira', 'A@B')"],
  ["albums_pkey", "insert into albums (id, title) values (1, 'Hejira')"],
  ["albums_title_not_null", "insert into albums (id, year) values (2, 1976)"],
  ["albums_year_check", "insert into albums (id, title, year) values (2, 'Messiah', 1741)"],
  ["albums_artist_id_fkey", NO_ARTIST],
  ["foreign_key", NO_ARTIST],
];

testOnEach("each kind of constraint becomes the message of a field", async ({ db }) => {
  await addAlbums(db);
  for (const [constraint, statement] of broken) {
    const refused = constraintErrors(await errorOf(db, statement), { [constraint]: { title: "No." } });
    assert.deepEqual(refused, { ok: false, errors: { title: ["No."] } }, constraint);
  }
});

testOnEach("one of several foreign keys has its own message where the database tells which", async ({ db, engine }) => {
  await addAlbums(db);
  const messages: ConstraintMessages = {
    albums_title_year_key: { title: "Twice." },
    albums_artist_id_fkey: { artist_id: "No such artist." },
    albums_label_id_fkey: { label_id: "No such label." },
    foreign_key: { id: "Something is gone." },
  };
  const refused = constraintErrors(await errorOf(db, NO_ARTIST), messages);
  const expected = engine === "SQLite" ? { id: ["Something is gone."] } : { artist_id: ["No such artist."] };
  assert.deepEqual(refused?.errors, expected);
});

testOnEach("SQLite, which tells no foreign key's name, is not guessed about", async ({ db, engine }) => {
  await addAlbums(db);
  const messages = { albums_artist_id_fkey: { artist_id: "No." }, albums_label_id_fkey: { label_id: "No." } };
  const refused = constraintErrors(await errorOf(db, NO_ARTIST), messages);
  assert.deepEqual(refused?.errors ?? null, engine === "SQLite" ? null : { artist_id: ["No."] });
});

testOnEach("one constraint may speak to several fields", async ({ db }) => {
  await addAlbums(db);
  const [constraint, statement] = broken[0]!; // The list above.
  const refused = constraintErrors(await errorOf(db, statement), { [constraint]: { title: "Twice.", year: "Twice." } });
  assert.deepEqual(refused?.errors, { title: ["Twice."], year: ["Twice."] });
});

testOnEach("a constraint without a message, and every other error, is not answered", async ({ db }) => {
  await addAlbums(db);
  assert.equal(constraintErrors(await errorOf(db, "insert into albums (id, year) values (2, 1976)"), {}), null);
  assert.equal(
    constraintErrors(await errorOf(db, "insert into nothing values (1)"), { foreign_key: { id: "No." } }),
    null,
  );
});

test("what only looks like a database's error is not answered", () => {
  assert.equal(constraintErrors(new Error("UNIQUE constraint failed: albums.title"), { albums_title_key: {} }), null);
  assert.equal(constraintErrors(Object.assign(new Error("no"), { code: "23505" }), { albums_title_key: {} }), null);
  assert.equal(constraintErrors("text", {}), null);
});
