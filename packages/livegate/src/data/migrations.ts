import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Kysely } from "kysely";
import { type Migration, type MigrationResultSet, Migrator } from "kysely/migration";
import { LivegateError } from "../errors/livegate-error.ts";
import { DatabaseUnavailable } from "./database-unavailable.ts";

/** How often a process tries to become the one that migrates; each try takes as long as a statement waits. */
const ATTEMPTS = 12;

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
 * @throws LG_MIGRATION with the failed one's name, DatabaseUnavailable if another process holds the database.
 * @example
 * await migrate(db, "db/migrations");
 */
export async function migrate<Tables>(db: Kysely<Tables>, folder: string): Promise<readonly string[]> {
  const migrator = await migratorFor(db, folder);
  return names(await completed(() => migrator.migrateToLatest()));
}

/**
 * Takes the newest migration that ran back, in a transaction; gives its name, or nothing where none ran.
 *
 * @example
 * const [name = "nothing"] = await rollback(db, "db/migrations");
 */
export async function rollback<Tables>(db: Kysely<Tables>, folder: string): Promise<readonly string[]> {
  const migrator = await migratorFor(db, folder);
  return names(await completed(() => migrator.migrateDown()));
}

/**
 * All migrations of `folder` in order, with the time at which each was run.
 *
 * @example
 * const waiting = (await migrationStatus(db, "db/migrations")).filter(({ executedAt }) => executedAt === null);
 */
export async function migrationStatus<Tables>(db: Kysely<Tables>, folder: string): Promise<readonly MigrationState[]> {
  const migrations = await (await migratorFor(db, folder)).getMigrations();
  return migrations.map(({ name, executedAt }) => ({ name, executedAt: executedAt ?? null }));
}

/** Another process may migrate for longer than a statement waits. */
async function completed(work: () => Promise<MigrationResultSet>): Promise<MigrationResultSet> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await work();
    if (outcome.error === undefined) return outcome;
    const unavailable = outcome.error instanceof DatabaseUnavailable ? outcome.error : null;
    if (!unavailable) throw failure(outcome);
    if (unavailable.reason !== "locked" || attempt === ATTEMPTS) throw unavailable;
  }
}

function failure({ error, results = [] }: MigrationResultSet): LivegateError {
  const failed = results.find(({ status }) => status === "Error");
  const what = failed ? `The migration "${failed.migrationName}" failed` : "The migrations can't be run";
  const why = error instanceof Error ? error.message : String(error);
  return new LivegateError("LG_MIGRATION", `${what}: ${why}`, undefined, { cause: error });
}

const names = ({ results = [] }: MigrationResultSet): readonly string[] =>
  results.map(({ migrationName }) => migrationName);

// The modules are loaded before the lock is taken.
async function migratorFor<Tables>(db: Kysely<Tables>, folder: string): Promise<Migrator> {
  const migrations = await readMigrations(resolve(folder));
  return new Migrator({ db, provider: { getMigrations: async () => migrations } });
}

async function readMigrations(folder: string): Promise<Record<string, Migration>> {
  const files = (await filesIn(folder)).filter((file) => /(?<!\.d|\.test)\.[jt]s$/.test(file)).toSorted();
  const migrations: Record<string, Migration> = {};
  for (const file of files) migrations[file.replace(/\.[jt]s$/, "")] = await loadMigration(join(folder, file));
  return migrations;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new LivegateError("LG_MIGRATION", `There is no folder of migrations at ${folder}.`, undefined, { cause });
  }
}

async function loadMigration(file: string): Promise<Migration> {
  const module = (await import(pathToFileURL(file).href)) as Partial<Migration>;
  const { up, down } = module;
  if (typeof up === "function") return { up, ...(typeof down === "function" && { down }) };
  throw new LivegateError(
    "LG_MIGRATION",
    `${file} exports no function "up".`,
    "export async function up(db: Kysely<unknown>): Promise<void> { … }",
  );
}
