import { type Kysely, PostgresAdapter, sql } from "kysely";
import { LivegateError } from "../errors/livegate-error.ts";
import { Unavailable } from "../errors/unavailable.ts";
import type { SharedTries } from "../pubsub/shared-tries.ts";

/** Not the app's: it holds nothing that anybody would miss. */
const TABLE = sql.table("livegate_tries");

/** Whether several machines may have this database. */
export const isServer = <Tables>(db: Kysely<Tables>): boolean => db.getExecutor().adapter instanceof PostgresAdapter;

/** Buckets in the app's database, for nodes that share nothing else that counts. */
export async function databaseTries<Tables>(db: Kysely<Tables>): Promise<SharedTries> {
  await createTable(db);
  const [least, greatest] = (isServer(db) ? ["least", "greatest"] : ["min", "max"]).map((name) => sql.raw(name));
  return {
    async take(key, { burst, every }, now) {
      const latest = now + burst * every;
      // When the bucket will be full again. A clock that was set back makes nobody wait for all the time in between.
      const full = sql`${least}(${greatest}(t.full_at, ${whole(now)}), ${whole(latest)})`;
      const { rows } = await sql`
        insert into ${TABLE} as t (key, full_at) values (${key}, ${whole(now + every)})
        on conflict (key) do update set full_at = ${full} + ${whole(every)}
        where ${full} + ${whole(every)} <= ${whole(latest)}
        returning 1`.execute(db);
      return rows.length === 1 ? 0 : waitOf(db, { key, now, latest, every });
    },
  };
}

const whole = (value: number) => sql`cast(${value} as bigint)`;

interface Refused {
  readonly key: string;
  readonly now: number;
  readonly latest: number;
  readonly every: number;
}

/** How long it is until there is a try. What a clock wrote that is ahead is brought down, or it would be waited for again and again. */
async function waitOf<Tables>(db: Kysely<Tables>, { key, now, latest, every }: Refused): Promise<number> {
  const { rows } = await sql<{ full_at: number }>`select full_at from ${TABLE} where key = ${key}`.execute(db);
  const known = Number(rows[0]?.full_at ?? now);
  if (known > latest) {
    const where = sql`key = ${key} and full_at > ${whole(latest)}`;
    await sql`update ${TABLE} set full_at = ${whole(latest)} where ${where}`.execute(db);
  }
  return Math.min(Math.max(Math.min(known, latest) + every - latest, 1), every);
}

/** Removes buckets that are full. */
export async function purgeTries<Tables>(db: Kysely<Tables>, now: number): Promise<void> {
  if (await exists(db)) await sql`delete from ${TABLE} where full_at <= ${whole(now)}`.execute(db);
}

async function createTable<Tables>(db: Kysely<Tables>): Promise<void> {
  // A crash of the server may empty it.
  const table = sql`${sql.raw(isServer(db) ? "unlogged table" : "table")} if not exists ${TABLE}`;
  const create = sql`create ${table} (key text primary key, full_at bigint not null)`;
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
  const name = sql.lit("livegate_tries");
  const question = isServer(db)
    ? sql`select 1 where to_regclass(${name}) is not null`
    : sql`select 1 from sqlite_master where name = ${name}`;
  const { rows } = await question.execute(db);
  return rows.length === 1;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
