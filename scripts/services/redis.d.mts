/** A Redis server without a password. */
export interface RedisServer {
  readonly url: string;
  /** Ends the server if it was started here. */
  stop(): Promise<void>;
}

export interface OwnRedisServer extends RedisServer {
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export function findRedis(): Promise<RedisServer | null>;
export function startRedis(): Promise<OwnRedisServer>;
