import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { asUnavailable } from "./database-unavailable.ts";
import type { SqliteFile } from "./sqlite-file.ts";
import { whenFree } from "./when-free.ts";

/** Kysely's SQLite with two differences: it waits for other processes without blocking this one, and migrates in a transaction. */
export const sqliteDialect = (file: SqliteFile): Dialect => ({
  createDriver: () => new WaitingDriver({ database: file }),
  createAdapter: () => new TransactionalAdapter(),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createIntrospector: (db) => new SqliteIntrospector(db),
});

/** SQLite takes changed tables back like changed rows, whatever Kysely says. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class WaitingDriver extends SqliteDriver {
  #connection: DatabaseConnection | null = null;

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= new WaitingConnection(await super.acquireConnection());
    return this.#connection;
  }

  // One that takes the lock only when it first writes fails, without a chance to wait, if another wrote in between.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

class WaitingConnection implements DatabaseConnection {
  readonly #inner: DatabaseConnection;

  constructor(inner: DatabaseConnection) {
    this.#inner = inner;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    try {
      return await whenFree(() => this.#inner.executeQuery<Row>(query));
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async *streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    try {
      yield* this.#inner.streamQuery<Row>(query, chunkSize);
    } catch (error) {
      throw asUnavailable(error);
    }
  }
}
