/** Connections of one process, unless the URL says `?pool=20`. All processes together: below the server's max_connections. */
const CONNECTIONS = 10;

/** A URL as `pg` takes it, and what it says besides. */
export interface PostgresAddress {
  readonly connectionString: string;
  /** Connections at a time. */
  readonly pool: number;
}

/** Reads `postgres://…?pool=20`: what is Livegate's own is taken out, and a TLS mode is named as what `pg` makes of it. */
export function postgresAddress(text: string): PostgresAddress {
  const url = new URL(text);
  const { searchParams } = url;
  const pool = Number(searchParams.get("pool") ?? CONNECTIONS);
  if (searchParams.has("pool")) searchParams.delete("pool");
  const isVerified = /^(?:prefer|require|verify-ca)$/.test(searchParams.get("sslmode") ?? "");
  // `pg` takes the weaker ones for this, and prints a page about it.
  if (isVerified && !searchParams.has("uselibpqcompat")) searchParams.set("sslmode", "verify-full");
  return { connectionString: url.href, pool };
}
