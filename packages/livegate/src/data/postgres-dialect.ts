import {
  type Dialect,
  type Kysely,
  type MigrationLockOptions,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  sql,
} from "kysely";
import { SqlCursor } from "./postgres-cursor.ts";
import type { PostgresPool } from "./postgres-pool.ts";
import { SharedPostgresCompiler } from "./query-compilers.ts";

/** Kysely's PostgreSQL with the values, the column types and the failures that SQLite has here. */
export const postgresDialect = (pool: PostgresPool): Dialect => ({
  createDriver: () => new PostgresDriver({ pool, cursor: SqlCursor }),
  createAdapter: () => new PatientAdapter(),
  createQueryCompiler: () => new SharedPostgresCompiler(),
  createIntrospector: (db) => new PostgresIntrospector(db),
});

/** Migrations take as long as they take, and so does waiting for another process's. */
class PatientAdapter extends PostgresAdapter {
  // oxlint-disable-next-line typescript/no-explicit-any -- Kysely's own signature
  override async acquireMigrationLock(db: Kysely<any>, options: MigrationLockOptions): Promise<void> {
    await sql`set statement_timeout = 0`.execute(db);
    await super.acquireMigrationLock(db, options);
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- Kysely's own signature
  override async releaseMigrationLock(db: Kysely<any>, options: MigrationLockOptions): Promise<void> {
    await super.releaseMigrationLock(db, options);
    await sql`reset statement_timeout`.execute(db);
  }
}
