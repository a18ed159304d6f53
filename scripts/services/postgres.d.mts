/** A PostgreSQL server whose user may create databases. */
export interface PostgresServer {
  readonly url: string;
  /** Ends the server if it was started here. */
  stop(): Promise<void>;
}

export interface OwnPostgresServer extends PostgresServer {
  /** Kills it, as a crash would, and starts it again. */
  restart(): Promise<void>;
}

export function findPostgres(): Promise<PostgresServer | null>;
export function startPostgres(bin?: string | null): Promise<OwnPostgresServer>;
