import { CompiledQuery, type DatabaseConnection, type QueryResult, SqliteDriver } from "kysely";
import { spans } from "../tracing/spans.ts";
import { traced } from "../tracing/traced.ts";
import { asUnavailable } from "./database-unavailable.ts";
import type { SqliteFile } from "./sqlite-file.ts";
import { Turns } from "./turns.ts";
import { whenFree } from "./when-free.ts";

/**
 * Kysely's SQLite driver, but a statement that waits for another process keeps none of this process waiting: all share one
 * handle, and only a transaction or a stream has it to itself.
 */
export class SharingDriver extends SqliteDriver {
  readonly #turns = new Turns();
  // Kysely remembers each one that it has seen, which costs a good part of a short query where it is always another.
  readonly #unused: DatabaseConnection[] = [];

  constructor(file: SqliteFile) {
    super({ database: file });
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return this.#unused.pop() ?? new SharedConnection(await super.acquireConnection(), this.#turns);
  }

  override async releaseConnection(connection?: DatabaseConnection): Promise<void> {
    if (connection) this.#unused.push(connection);
  }

  // One that takes the lock only when it first writes fails, without a chance to wait, if another wrote in between.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await own(connection).begin();
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    own(connection).giveBack();
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).finally(() => own(connection).giveBack());
  }
}

/** Kysely hands back what `acquireConnection` gave. */
const own = (connection: DatabaseConnection): SharedConnection => connection as SharedConnection;

class SharedConnection implements DatabaseConnection {
  readonly #handle: DatabaseConnection;
  readonly #turns: Turns;

  constructor(handle: DatabaseConnection, turns: Turns) {
    this.#handle = handle;
    this.#turns = turns;
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const work = (): Promise<QueryResult<Row>> => this.#whenFree(() => this.#handle.executeQuery<Row>(query));
    if (!spans.query.start.hasSubscribers) return work();
    return traced(spans.query, { system: "sqlite", statement: query.sql }, work);
  }

  async *streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    const isInTransaction = this.#turns.isTakenBy(this);
    // The handle takes no other statement while one gives its rows.
    if (!isInTransaction) await this.#turns.when(this, () => this.#turns.take(this));
    try {
      yield* this.#handle.streamQuery<Row>(query, chunkSize);
    } catch (error) {
      throw asUnavailable(error);
    } finally {
      if (!isInTransaction) this.giveBack();
    }
  }

  /** Begins a transaction: from then on nobody else uses the handle. */
  async begin(): Promise<void> {
    await this.#whenFree(async () => {
      const begun = this.#handle.executeQuery(CompiledQuery.raw("begin immediate"));
      // SQLite has answered by now, so nobody else comes before the handle is taken.
      this.#turns.take(this);
      await begun.catch((error: unknown) => {
        this.giveBack();
        throw error;
      });
    });
  }

  giveBack(): void {
    this.#turns.giveBack(this);
  }

  async #whenFree<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await whenFree(() => this.#turns.when(this, work));
    } catch (error) {
      throw asUnavailable(error);
    }
  }
}
