import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Kysely, sql } from "kysely";
import { type Migration, type MigrationResultSet, Migrator } from "kysely/migration";
import { LivegateError } from "../errors/livegate-error.ts";

/** One migration of an app, and whether it has been run. */
export interface MigrationState {
  /** The file's name without its ending. */
  readonly name: string;
  readonly executedAt: Date | null;
}

/**
 * Runs all migrations of `folder` that have not been run, in the order of their names: all of them or, if one fails,
 * none. Several processes may do it at once: one works, the others wait for it.
 *
 * @returns the names of those that ran.
 * @throws LG_MIGRATION with the failed one's name.
 * @example
 * await migrate(db, "db/migrations");
 */
export const migrate = <Tables>(db: Kysely<Tables>, folder: string): Promise<readonly string[]> =>
  inOneTransaction(db, folder, (migrator) => migrator.migrateToLatest());

/** Takes the newest migration that ran back, in a transaction; gives its name, or nothing where none ran. */
export const rollback = <Tables>(db: Kysely<Tables>, folder: string): Promise<readonly string[]> =>
  inOneTransaction(db, folder, (migrator) => migrator.migrateDown());

/** All migrations of `folder` in order, with the time at which each was run. */
export async function migrationStatus<Tables>(db: Kysely<Tables>, folder: string): Promise<readonly MigrationState[]> {
  const migrations = await migratorFor(db, folder).getMigrations();
  return migrations.map(({ name, executedAt }) => ({ name, executedAt: executedAt ?? null }));
}

/** The writer's lock is taken first of all: on SQLite it is what makes other processes wait. */
function inOneTransaction<Tables>(
  db: Kysely<Tables>,
  folder: string,
  work: (migrator: Migrator) => Promise<MigrationResultSet>,
): Promise<readonly string[]> {
  return db.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    try {
      const { error, results = [] } = await work(migratorFor(connection, folder));
      if (error !== undefined) throw failure(error, results);
      await sql`commit`.execute(connection);
      return results.filter(({ status }) => status === "Success").map(({ migrationName }) => migrationName);
    } catch (error) {
      await sql`rollback`.execute(connection);
      throw error;
    }
  });
}

function failure(cause: unknown, results: NonNullable<MigrationResultSet["results"]>): unknown {
  const failed = results.find(({ status }) => status === "Error");
  if (!failed) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new LivegateError("LG_MIGRATION", `The migration "${failed.migrationName}" failed: ${why}.`, undefined, {
    cause,
  });
}

// Kysely's migrator runs inside the transaction that is open already.
const migratorFor = <Tables>(db: Kysely<Tables>, folder: string): Migrator =>
  new Migrator({ db, provider: { getMigrations: () => readMigrations(folder) }, disableTransactions: true });

async function readMigrations(folder: string): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((file) => /(?<!\.d)\.[jt]s$/.test(file));
  const entries = files.map(async (file) => {
    const module: unknown = await import(pathToFileURL(join(folder, file)).href);
    return [file.replace(/\.[jt]s$/, ""), module as Migration] as const; // Kysely reports a file without up().
  });
  return Object.fromEntries(await Promise.all(entries));
}
