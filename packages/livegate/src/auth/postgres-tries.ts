import { type Kysely, PostgresAdapter, sql } from "kysely";
import { LivegateError } from "../errors/livegate-error.ts";
import { Unavailable } from "../errors/unavailable.ts";
import type { SharedTries } from "../pubsub/shared-tries.ts";

/** Not the app's: it holds nothing that anybody would miss. A crash of the server empties it. */
const TABLE = sql.table("livegate_tries");

/** Buckets in the app's database, for nodes that share nothing else; null on SQLite, where one process is the app. */
export async function postgresTries<Tables>(db: Kysely<Tables>): Promise<SharedTries | null> {
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return null;
  await createTable(db);
  return {
    async take(key, { burst, every }, now) {
      // When the bucket will be full again. A clock that was set back makes nobody wait for all the time in between.
      const full = sql`least(greatest(t.full_at, ${now}::bigint), ${now + burst * every}::bigint)`;
      const { rows } = await sql`
        insert into ${TABLE} as t (key, full_at) values (${key}, ${now + every}::bigint)
        on conflict (key) do update set full_at = ${full} + ${every}::bigint
        where ${full} + ${every}::bigint <= ${now + burst * every}::bigint
        returning 1`.execute(db);
      return rows.length === 1 ? 0 : waitOf(db, { key, now, burst, every });
    },
  };
}

/** How long it is until there is a try. What a clock wrote that is ahead is brought down, or it would be waited for again and again. */
async function waitOf<Tables>(
  db: Kysely<Tables>,
  {
    key,
    now,
    burst,
    every,
  }: { readonly key: string; readonly now: number; readonly burst: number; readonly every: number },
): Promise<number> {
  const latest = now + burst * every;
  const { rows } = await sql<{ full_at: number }>`select full_at from ${TABLE} where key = ${key}`.execute(db);
  const known = Number(rows[0]?.full_at ?? now);
  const fullAt = Math.min(known, latest);
  if (known > latest) {
    const where = sql`key = ${key} and full_at > ${latest}::bigint`;
    await sql`update ${TABLE} set full_at = ${latest}::bigint where ${where}`.execute(db);
  }
  return Math.min(Math.max(fullAt + every - burst * every - now, 1), every);
}

/** Removes buckets that are full. */
export async function purgeTries<Tables>(db: Kysely<Tables>, now: number): Promise<void> {
  if (!(db.getExecutor().adapter instanceof PostgresAdapter) || !(await exists(db))) return;
  await sql`delete from ${TABLE} where full_at <= ${now}::bigint`.execute(db);
}

async function createTable<Tables>(db: Kysely<Tables>): Promise<void> {
  const create = sql`create unlogged table if not exists ${TABLE} (key text primary key, full_at bigint not null)`;
  try {
    // Asked first, as a user who may not create tables may find it there.
    if (!(await exists(db))) await create.execute(db);
  } catch (cause) {
    // Of several nodes that start at once one has made it.
    if (cause instanceof Unavailable || (await exists(db))) return;
    throw new LivegateError("LG_AUTH_TRIES", `The table of tries can't be made: ${wordsOf(cause)}`, undefined, {
      cause,
    });
  }
}

async function exists<Tables>(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ found: string | null }>`select to_regclass('livegate_tries') as found`.execute(db);
  return rows[0]?.found != null;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
