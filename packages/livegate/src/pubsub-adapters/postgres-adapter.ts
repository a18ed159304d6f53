import { createHash } from "node:crypto";
import { postgresAddress } from "../data/postgres-address.ts";
import type { PubSubAdapter, PubSubConnection } from "../pubsub/adapter.ts";
import { PartReader, splitText } from "./notify-parts.ts";
import { SendQueue } from "./send-queue.ts";

/** Milliseconds. */
const CONNECT_WITHIN = 5000;
const KEEP_ALIVE = 5000;
const STATEMENT = 10_000;

/** Bytes of a channel's name: PostgreSQL would cut a longer one off. */
const NAME = 63;

/** What sends all texts that wait in one transaction: in order, and the parts of each side by side. */
const NOTIFY = "select pg_notify($1, part) from unnest($2::text[]) as part";

/**
 * Nodes meet on one channel of a PostgreSQL database, by LISTEN and NOTIFY, each with a connection of its own beside its pool. A
 * pooler between them has to keep sessions.
 *
 * @example
 * const adapter = postgresAdapter("postgres://app@127.0.0.1:5432/app", "livegate:app.example");
 */
export function postgresAdapter(url: string, channel: string): PubSubAdapter {
  const { host, pathname } = new URL(url);
  const { connectionString } = postgresAddress(url);
  return {
    place: `PostgreSQL at ${host}${pathname}`,
    open: (heard, lost) => openPostgres({ url: connectionString, channel: channelName(channel), heard, lost }),
  };
}

/** Long names are told apart by what they are, not by their beginnings. */
const channelName = (name: string): string =>
  Buffer.byteLength(name) <= NAME ? name : `livegate:${createHash("sha256").update(name).digest("hex").slice(0, 32)}`;

interface Opening {
  readonly url: string;
  readonly channel: string;
  readonly heard: (text: string) => void;
  readonly lost: (why: unknown) => void;
}

async function openPostgres({ url, channel, heard, lost }: Opening): Promise<PubSubConnection> {
  // Loaded here, so that an app without PostgreSQL never does.
  const { default: pg } = await import("pg");
  const client = new pg.Client({
    connectionString: url,
    application_name: "livegate-pubsub",
    connectionTimeoutMillis: CONNECT_WITHIN,
    query_timeout: STATEMENT,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE,
  });
  let isOver = false;
  const over = (why: unknown): void => {
    if (isOver) return;
    isOver = true;
    lost(why);
  };
  client.on("error", over).on("end", () => over(new Error("the connection ended")));
  const reader = new PartReader();
  client.on("notification", ({ payload }) => {
    const text = reader.read(payload ?? "");
    if (text !== null && !isOver) heard(text);
  });
  // Its socket's end, rather than a polite one that waits for a server which may be gone.
  const destroy = (): void => {
    isOver = true;
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  };
  try {
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
  } catch (error) {
    destroy();
    throw error;
  }
  let number = 0;
  const queue = new SendQueue(async (texts) => {
    await client.query(NOTIFY, [channel, texts.flatMap((text) => splitText(text, ++number))]);
  });
  return {
    publish: (text) => queue.send(text),
    async close() {
      destroy();
    },
  };
}
