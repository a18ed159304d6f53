import { type Kysely, PostgresAdapter, sql } from "kysely";

/**
 * Makes a table one that is only added to: changing or removing its rows fails, for whoever uses the database.
 *
 * @example
 * await appendOnly(db, "users_audit"); // in a migration
 */
export async function appendOnly<Tables>(db: Kysely<Tables>, table: string): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
  await (isPostgres ? onPostgres(db, table) : onSqlite(db, table));
}

async function onSqlite<Tables>(db: Kysely<Tables>, table: string): Promise<void> {
  const refuse = sql`begin select raise(abort, ${sql.lit(`${table} is only added to`)}); end`;
  for (const change of ["update", "delete"]) {
    const name = sql.id(`${table}_no_${change}`);
    await sql`create trigger ${name} before ${sql.raw(change)} on ${sql.table(table)} ${refuse}`.execute(db);
  }
}

async function onPostgres<Tables>(db: Kysely<Tables>, table: string): Promise<void> {
  const name = sql.id(`${table}_append_only`);
  const refuse = sql.lit(`begin raise exception '% is only added to', tg_table_name; end`);
  await sql`create or replace function ${name}() returns trigger language plpgsql as ${refuse}`.execute(db);
  await sql`create trigger ${name} before update or delete or truncate on ${sql.table(table)}
    for each statement execute function ${name}()`.execute(db);
}

/**
 * Takes it back: for the `down` of a migration, before the table is dropped.
 *
 * @example
 * export async function down(db: Kysely<unknown>): Promise<void> {
 *   await dropAppendOnly(db, "users_audit");
 *   await db.schema.dropTable("users_audit").execute();
 * }
 */
export async function dropAppendOnly<Tables>(db: Kysely<Tables>, table: string): Promise<void> {
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return; // SQLite drops triggers with their table.
  await sql`drop function ${sql.id(`${table}_append_only`)}() cascade`.execute(db);
}
