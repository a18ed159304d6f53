import { purgeTries } from "./database-tries.ts";
import { type AuthContext, fromNow } from "./auth-context.ts";

const PURGE_EVERY = 3_600_000;

/** Rows that are removed at once: others get their turn in between. */
const BATCH = 500;

/** Removes sessions and tokens that have expired, in batches; gives how many. They were no good before. */
export async function purgeExpired(auth: AuthContext): Promise<number> {
  await purgeTries(auth.db, auth.clock.now());
  return (await purge(auth, "sessions")) + (await purge(auth, "tokens"));
}

async function purge(auth: AuthContext, table: "sessions" | "tokens"): Promise<number> {
  let count = 0;
  for (;;) {
    const expired = auth.db.selectFrom(table).select("id").where("expires_at", "<=", fromNow(auth)).limit(BATCH);
    const { numDeletedRows } = await auth.db.deleteFrom(table).where("id", "in", expired).executeTakeFirst();
    count += Number(numDeletedRows);
    if (numDeletedRows < BATCH) return count;
  }
}

/** Removes expired rows again and again; gives what ends that. */
export function purgeHourly(auth: AuthContext): () => void {
  let cancel = (): void => {};
  const purgeLater = (): void => {
    cancel = auth.clock.setTimeout(() => {
      purgeExpired(auth).catch((error: unknown) => auth.log.warn({ err: error }, "expired rows not removed"));
      purgeLater();
    }, PURGE_EVERY);
  };
  purgeLater();
  return () => cancel();
}
