import { setTimeout as pause } from "node:timers/promises";
import type { PostgresPool as PoolForKysely } from "kysely";
import type { Pool, PoolClient } from "pg";
import { spans } from "../tracing/spans.ts";
import { traced } from "../tracing/traced.ts";
import { AnswerWatch, type AnswerWatchParts } from "./answer-watch.ts";
import { DatabaseUnavailable } from "./database-unavailable.ts";
import { postgresAddress } from "./postgres-address.ts";
import { PostgresClient } from "./postgres-client.ts";
import { postgresUnavailable } from "./postgres-unavailable.ts";
import { readLikeSqlite } from "./postgres-values.ts";

/** Milliseconds. */
const patience = {
  /** For a connection, be it a new one or one that others use. */
  connectionTimeoutMillis: 5000,
  /** Until a connection that nobody uses is closed. */
  idleTimeoutMillis: 30_000,
  /** For one statement, then the database stops it. */
  statement_timeout: 30_000,
  /** For a row or a table that somebody else holds: as long as a statement waits for SQLite. */
  lock_timeout: 5000,
  /** Between two statements of a transaction. */
  idle_in_transaction_session_timeout: 60_000,
  /** Until a silent connection is asked whether it is still there. */
  keepAliveInitialDelayMillis: 10_000,
};

/** Milliseconds until a statement's answer is asked for on another connection: the server should have stopped it before. */
const ANSWER_WITHIN = patience.statement_timeout + 5000;

/** Milliseconds for that other connection, and for what it is asked. */
const ASK_WITHIN = 5000;

/** A process of the server that works for somebody, and isn't stuck in telling what came of it. */
const STILL_WORKS = `select 1 from pg_stat_activity
  where pid = $1 and state = 'active' and wait_event is distinct from 'ClientWrite'`;

/** Milliseconds that a new connection is tried again while there is no server, as in a fail-over, or the server has no room for one. */
const FAIL_OVER = 2000;
const LONGEST_PAUSE = 200;

/** Where a pool connects to; without the password, so that it may be shown. */
export interface PostgresPlace {
  readonly user: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

interface PoolParts extends Omit<AnswerWatchParts, "silent"> {
  readonly place: PostgresPlace;
}

/** Connections to a PostgreSQL server: made when they are needed, made anew when they are lost. */
export class PostgresPool implements PoolForKysely {
  readonly place: PostgresPlace;
  readonly options = {};
  readonly #pool: Pool;
  readonly #watch: AnswerWatch;
  /** When each connection was made, and when the last one was found to lead nowhere: those that are older may do the same. */
  readonly #madeAt = new WeakMap<PoolClient, number>();
  #silentAt = Number.NEGATIVE_INFINITY;
  /** A server that was never there is a wrong URL, and told at once. */
  #hasConnected = false;

  private constructor(pool: Pool, { place, ...watch }: PoolParts) {
    this.#pool = pool;
    this.place = place;
    this.#watch = new AnswerWatch({ ...watch, silent: () => void (this.#silentAt = performance.now()) });
    pool.on("connect", (client) => this.#madeAt.set(client, performance.now()));
  }

  /**
   * `pg` is loaded here, so that an app with SQLite never does. Nothing is connected yet. `answerWithin`: milliseconds after which
   * a statement's connection is doubted.
   */
  static async at(url: string, { answerWithin = ANSWER_WITHIN } = {}): Promise<PostgresPool> {
    const { default: pg } = await import("pg");
    const { connectionString, pool: max } = postgresAddress(url);
    const pool = new pg.Pool({ ...patience, connectionString, max, keepAlive: true, types: readLikeSqlite(pg.types) });
    // A connection that is lost tells whoever uses it next; unheard, these would end the process.
    pool.on("error", () => {});
    pool.on("connect", (client) => client.on("error", () => {}));
    const { user = "", host, port, database = "" } = new pg.Client({ connectionString });
    const stillWorks = async (processId: number): Promise<boolean> => {
      const times = { connectionTimeoutMillis: ASK_WITHIN, query_timeout: ASK_WITHIN };
      const client = new pg.Client({ ...times, connectionString });
      client.on("error", () => {});
      try {
        await client.connect();
        return (await client.query(STILL_WORKS, [processId])).rowCount === 1;
      } catch {
        return false;
      } finally {
        client.end().catch(() => {}); // Nothing depends on a polite end.
      }
    };
    return new PostgresPool(pool, { place: { user, host, port, database }, within: answerWithin, stillWorks });
  }

  connect(): Promise<PostgresClient> {
    // One that nobody uses, or has just asked for, is there at once.
    const waits = this.#pool.idleCount <= this.#pool.waitingCount;
    return waits && spans.pool.start.hasSubscribers ? traced(spans.pool, {}, () => this.#connect()) : this.#connect();
  }

  async #connect(): Promise<PostgresClient> {
    const deadline = performance.now() + (this.#hasConnected ? FAIL_OVER : 0);
    for (let ms = 20; ; ms = Math.min(ms * 2, LONGEST_PAUSE)) {
      try {
        const client = new PostgresClient(await this.#young(), this.#watch);
        this.#hasConnected = true;
        return client;
      } catch (error) {
        const unavailable = postgresUnavailable(error);
        if (!mayPass(unavailable) || performance.now() >= deadline) throw unavailable;
      }
      await pause(ms);
    }
  }

  /** A connection that was made after the last one was found to lead nowhere. */
  async #young(): Promise<PoolClient> {
    for (;;) {
      const client = await this.#pool.connect();
      if (this.#madeAt.get(client)! > this.#silentAt) return client; // "connect" came before it was lent.
      client.release(true);
    }
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }
}

/** Soon there may be a server again, or a connection that somebody else has given back. */
const mayPass = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable && (error.reason === "unreachable" || error.reason === "overloaded");
