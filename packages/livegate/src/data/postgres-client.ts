import type { PostgresPoolClient, PostgresQueryResult } from "kysely";
import type { PoolClient } from "pg";
import { spans } from "../tracing/spans.ts";
import { traced } from "../tracing/traced.ts";
import type { AnswerWatch } from "./answer-watch.ts";
import { DatabaseUnavailable } from "./database-unavailable.ts";
import { SqlCursor } from "./postgres-cursor.ts";
import { postgresUnavailable } from "./postgres-unavailable.ts";
import { boundForPostgres } from "./postgres-values.ts";

/** A connection to PostgreSQL as long as it is lent: values and failures are those that SQLite has here. */
export class PostgresClient implements PostgresPoolClient {
  readonly #client: PoolClient;
  readonly #watch: AnswerWatch;
  #mayOnlyRead = false;

  constructor(client: PoolClient, watch: AnswerWatch) {
    this.#client = client;
    this.#watch = watch;
  }

  get isInTransaction(): boolean {
    return this.#client.getTransactionStatus() !== "I";
  }

  get hasFailed(): boolean {
    return this.#client.getTransactionStatus() === "E";
  }

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: SqlCursor<Row>): SqlCursor<Row>;
  query<Row>(query: string | SqlCursor<Row>, parameters: readonly unknown[] = []) {
    if (query instanceof SqlCursor) return query.on(this);
    if (!spans.query.start.hasSubscribers) return this.#execute<Row>(query, parameters);
    return traced(spans.query, { system: "postgresql", statement: query }, () => this.#execute<Row>(query, parameters));
  }

  /** After a fail-over a name may still lead to the former primary server, which goes on as a copy: such a connection isn't lent again. */
  release(destroy = false): void {
    this.#client.release(destroy || this.#mayOnlyRead);
  }

  async #execute<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    const answered = this.#watch.begin(this.#client);
    try {
      // Kysely's description of pg's results names the commands that it asks about.
      return (await this.#client.query(sql, parameters.map(boundForPostgres))) as unknown as PostgresQueryResult<Row>;
    } catch (error) {
      const unavailable = postgresUnavailable(error);
      if (unavailable instanceof DatabaseUnavailable) this.#mayOnlyRead ||= unavailable.reason === "readonly";
      throw unavailable;
    } finally {
      answered();
    }
  }
}
