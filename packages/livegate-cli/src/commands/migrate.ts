import { existsSync } from "node:fs";
import type { Kysely } from "kysely";
import { migrate, migrationStatus, openDatabase, rollback } from "livegate/data";
import type { AppDirectory } from "../app-directory.ts";

export const migrateDatabase = (app: AppDirectory): Promise<void> =>
  withDatabase(app, async (db) => {
    const names = await migrate(db, app.migrations);
    console.log(names.length === 0 ? "Nothing to migrate." : names.map((name) => `Migrated ${name}`).join("\n"));
  });

export const rollbackDatabase = (app: AppDirectory): Promise<void> =>
  withDatabase(app, async (db) => {
    const names = await rollback(db, app.migrations);
    console.log(names.length === 0 ? "Nothing to roll back." : names.map((name) => `Rolled back ${name}`).join("\n"));
  });

export const printMigrations = (app: AppDirectory): Promise<void> =>
  withDatabase(app, async (db) => {
    for (const { name, executedAt } of await migrationStatus(db, app.migrations)) {
      console.log(`${executedAt ? executedAt.toISOString() : "not run yet".padEnd(24)}  ${name}`);
    }
  });

/** Brings the app's database up to date without a word; for the start of the app. One without migrations has none. */
export async function prepareDatabase(app: AppDirectory): Promise<void> {
  if (!existsSync(app.migrations)) return;
  await withDatabase(app, async (db) => void (await migrate(db, app.migrations)));
}

async function withDatabase(app: AppDirectory, work: (db: Kysely<unknown>) => Promise<void>): Promise<void> {
  const { databaseUrl } = await app.loadConfig();
  const db = await openDatabase<unknown>(databaseUrl);
  try {
    await work(db);
  } finally {
    await db.destroy();
  }
}
