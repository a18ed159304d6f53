import cluster from "node:cluster";
import { LivegateError } from "../errors/livegate-error.ts";
import type { PubSubAdapter } from "../pubsub/adapter.ts";
import { type ConnectOptions, NodePubSub } from "../pubsub/node-pubsub.ts";
import { clusterAdapter } from "./cluster-adapter.ts";
import { postgresAdapter } from "./postgres-adapter.ts";
import { redisAdapter } from "./redis-adapter.ts";

/** What an app's settings say about its nodes; every `EndpointConfig` has it. */
export interface PubSubConfig {
  /** Where nodes meet; null for what is usual: the workers of one machine, or this process alone. */
  readonly pubsubUrl: { reveal(): string } | null;
  /** The app's public address: those of one address are nodes of one app. */
  readonly url: URL;
  readonly production: boolean;
}

/** PubSub of an app: alone until it is started, then with its other nodes as `PUBSUB_URL` says. */
export class AppPubSub extends NodePubSub {
  /**
   * Connects to the other nodes. What is broadcast before stays in this process.
   *
   * @throws LG_PUBSUB_OPEN that says what was tried, never with a password.
   */
  async start(config: PubSubConfig, options: Omit<ConnectOptions, "production"> = {}): Promise<void> {
    const adapter = adapterOf(config);
    try {
      await this.connect(adapter, { ...options, production: config.production });
    } catch (cause) {
      throw refusal(adapter!, cause); // Without one nothing can fail.
    }
  }
}

/**
 * PubSub for an app that may grow to several processes or machines; `PUBSUB_URL` says where they meet.
 *
 * Messages travel as JSON of 256 KiB at most and are parsed with the topic's schema on each node. `version` says what the app's
 * messages mean: raise it when that changes, and nodes of different versions ignore each other's, which they count.
 *
 * @example
 * export const pubsub = appPubSub();
 * await pubsub.start(config, { log });
 */
export const appPubSub = ({ version }: { readonly version?: string } = {}): AppPubSub => new AppPubSub(version);

/** Another kind of server is another line here, and an adapter of its own. */
function adapterOf({ pubsubUrl, url }: PubSubConfig): PubSubAdapter | null {
  const text = pubsubUrl?.reveal() ?? (cluster.isWorker ? "cluster:" : "local:");
  const channel = `livegate:${url.host}${url.pathname.replace(/\/$/, "")}`;
  if (/^rediss?:/.test(text)) return redisAdapter(text, channel);
  if (/^postgres(?:ql)?:/.test(text)) return postgresAdapter(text, channel);
  return text === "cluster:" ? clusterAdapter() : null;
}

function refusal({ place }: PubSubAdapter, cause: unknown): LivegateError {
  const words = wordsOf(cause);
  const [, remedy] = REMEDIES.find(([pattern]) => pattern.test(`${place}: ${words}`)) ?? [];
  const what = `The nodes can't be reached over ${place}: ${words.startsWith("NOAUTH") ? "it wants a password" : words}`;
  return new LivegateError("LG_PUBSUB_OPEN", what, remedy, { cause });
}

/** For failures that a server which runs is behind; the catalogue has the one for all others. */
const REMEDIES: readonly (readonly [pattern: RegExp, remedy: string])[] = [
  [
    /^Redis.*: (?:WRONGPASS|NOAUTH|ERR AUTH)/,
    "Give the user and the password that the server takes: PUBSUB_URL=redis://user:password@127.0.0.1:6379",
  ],
  [
    /^PostgreSQL.*: .*(?:password|role)/,
    "Give the user and the password that the server takes: PUBSUB_URL=postgres://user:password@127.0.0.1:5432/app",
  ],
  [/^Redis with TLS/, "Start the server with TLS, or name it without: PUBSUB_URL=redis://user:password@127.0.0.1:6379"],
  [
    /^PostgreSQL.*: .*SSL/,
    "Switch TLS on at the server, or leave sslmode away: PUBSUB_URL=postgres://user:password@127.0.0.1:5432/app",
  ],
];

function wordsOf(error: unknown): string {
  // Where a name has several addresses, each has failed.
  if (error instanceof AggregateError) return [...new Set(error.errors.map(wordsOf))].join("; ");
  return error instanceof Error ? error.message : String(error);
}
