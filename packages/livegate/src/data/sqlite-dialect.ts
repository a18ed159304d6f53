import { type Dialect, SqliteAdapter, SqliteIntrospector } from "kysely";
import { SharedSqliteCompiler } from "./query-compilers.ts";
import { SharingDriver } from "./sqlite-driver.ts";
import type { SqliteFile } from "./sqlite-file.ts";

/** Kysely's SQLite with two differences: it waits for other processes without blocking this one, and migrates in a transaction. */
export const sqliteDialect = (file: SqliteFile): Dialect => ({
  createDriver: () => new SharingDriver(file),
  createAdapter: () => new SharingAdapter(),
  createQueryCompiler: () => new SharedSqliteCompiler(),
  createIntrospector: (db) => new SqliteIntrospector(db),
});

class SharingAdapter extends SqliteAdapter {
  /** SQLite takes changed tables back like changed rows, whatever Kysely says. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  // Else Kysely would lend its one connection to one statement at a time, those that wait included.
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}
