import { setTimeout as after } from "node:timers/promises";
import { type Kysely, PostgresAdapter, type Transaction, sql } from "kysely";
import { DatabaseUnavailable, type UnavailableReason } from "./database-unavailable.ts";

/** Whether a database can do its work, and if not why; "slow" where it didn't answer in time. */
export type PingResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: UnavailableReason; readonly message: string };

/** Milliseconds that a database has for its answer. */
const PATIENCE = 1000;

/**
 * Asks the database whether it can read and write; for a readiness check. Changes nothing and never throws for a
 * database that is in trouble.
 *
 * @example
 * const database = await ping(db);
 * return context.json({ database }, database.ok ? 200 : 503);
 */
export async function ping<Tables>(
  db: Kysely<Tables>,
  options: { readonly patience?: number } = {},
): Promise<PingResult> {
  const { patience = PATIENCE } = options;
  const giveUp = new AbortController();
  const late = after(patience, slow(patience), { signal: giveUp.signal, ref: false });
  try {
    return await Promise.race([answer(db), late]);
  } finally {
    giveUp.abort();
  }
}

async function answer<Tables>(db: Kysely<Tables>): Promise<PingResult> {
  try {
    await db.transaction().execute(readAndWrite);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    return { ok: false, reason: error.reason, message: error.message };
  }
}

// In SQLite a transaction takes the writer's lock, so that a file which can only be read is noticed without asking.
async function readAndWrite<Tables>(transaction: Transaction<Tables>): Promise<void> {
  const isPostgres = transaction.getExecutor().adapter instanceof PostgresAdapter;
  const question = isPostgres
    ? sql<Answer>`select current_setting('transaction_read_only') as readonly`
    : sql<Answer>`select 1`;
  const [answered] = (await question.execute(transaction)).rows;
  // Said by the server itself, so that the connection is given up as after a write.
  if (answered?.readonly === "on") await sql`do $$ begin raise read_only_sql_transaction; end $$`.execute(transaction);
}

interface Answer {
  readonly readonly?: string;
}

const slow = (patience: number): PingResult => ({
  ok: false,
  reason: "slow",
  message: `The database didn't answer within ${patience} ms.`,
});
