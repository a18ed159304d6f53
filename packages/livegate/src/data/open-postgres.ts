import { LivegateError } from "../errors/livegate-error.ts";
import { type PostgresPlace, PostgresPool } from "./postgres-pool.ts";

/** What `server_version_num` is at least. */
const OLDEST_VERSION = 150_000;

/**
 * A pool that has connected once, so that a wrong URL is found at start.
 *
 * @throws LG_DATABASE_OPEN that says what was tried, never with the password.
 */
export async function openPostgres(url: string): Promise<PostgresPool> {
  const pool = await poolAt(url);
  try {
    await checkVersion(pool);
    return pool;
  } catch (error) {
    await pool.end();
    throw refusal(pool.place, error);
  }
}

// What stands behind the question mark may name files, and modes that there aren't.
async function poolAt(url: string): Promise<PostgresPool> {
  try {
    return await PostgresPool.at(url);
  } catch (cause) {
    throw new LivegateError("LG_DATABASE_OPEN", `The URL of the database can't be used: ${wordsOf(cause)}`, undefined, {
      cause,
    });
  }
}

async function checkVersion(pool: PostgresPool): Promise<void> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ version: string; number: string }>(
      "select current_setting('server_version') as version, current_setting('server_version_num') as number",
      [],
    );
    const [{ version, number }] = rows as [{ version: string; number: string }]; // One row, whatever it says.
    if (Number(number) < OLDEST_VERSION)
      throw new Error(`it is PostgreSQL ${version}, and 15 is the oldest that will do`);
  } finally {
    client.release();
  }
}

function refusal(place: PostgresPlace, error: unknown): LivegateError {
  const { user, host, port, database } = place;
  // The database's own words say more than what they mean for a running app.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const tried = `"${database}" at ${host}:${port} as "${user}"`;
  return new LivegateError(
    "LG_DATABASE_OPEN",
    `The PostgreSQL database ${tried} can't be opened: ${wordsOf(cause)}`,
    remedyFor(place, cause),
    { cause },
  );
}

function wordsOf(error: unknown): string {
  // Where a name has several addresses, each has failed.
  if (error instanceof AggregateError) return [...new Set(error.errors.map(wordsOf))].join("; ");
  return error instanceof Error ? error.message : String(error);
}

function remedyFor({ user, host, port, database }: PostgresPlace, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  const noPassword = error instanceof Error && /client password must be a string/.test(error.message);
  const noTls = error instanceof Error && /does not support SSL/.test(error.message);
  const url = `DATABASE_URL=postgres://${user}:PASSWORD@${host}:${port}/${database}`;
  if (code === "3D000") return `createdb -h ${host} -p ${port} -U ${user} ${database}`;
  if (noPassword || code === "28P01" || code === "28000")
    return `Give a user and a password that the server takes: ${url}`;
  if (noTls) return `Switch TLS on at the server, or leave sslmode away: ${url}`;
  return `Start the server, or name another one: ${url}`;
}
