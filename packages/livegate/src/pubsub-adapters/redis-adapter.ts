import type { PubSubAdapter, PubSubConnection } from "../pubsub/adapter.ts";
import { redisTries } from "./redis-tries.ts";

/** Milliseconds. */
const CONNECT_WITHIN = 5000;

/**
 * Nodes meet on one channel of a Redis server, each with two connections: one publishes, one listens.
 *
 * @example
 * const adapter = redisAdapter("redis://127.0.0.1:6379", "livegate:app.example");
 */
export function redisAdapter(url: string, channel: string): PubSubAdapter {
  const { host, protocol } = new URL(url);
  return {
    place: protocol === "rediss:" ? `Redis with TLS at ${host}` : `Redis at ${host}`,
    counts: true,
    open: (heard, lost) => openRedis({ url, channel, heard, lost }),
  };
}

interface Opening {
  readonly url: string;
  readonly channel: string;
  readonly heard: (text: string) => void;
  readonly lost: (why: unknown) => void;
}

async function openRedis({ url, channel, heard, lost }: Opening): Promise<PubSubConnection> {
  // Loaded here, so that an app without Redis never does.
  const { createClient } = await import("redis");
  const newClient = () =>
    createClient({
      url,
      name: "livegate-pubsub",
      // Who keeps the connection opens a new one, and nothing may wait unseen meanwhile.
      disableOfflineQueue: true,
      socket: { connectTimeout: CONNECT_WITHIN, reconnectStrategy: false },
    });
  const clients = [newClient(), newClient()] as const;
  const [publisher, subscriber] = clients;
  let isOver = false;
  const over = (why: unknown): void => {
    if (isOver) return;
    isOver = true;
    lost(why);
  };
  const destroy = (): void => {
    for (const client of clients) if (client.isOpen) client.destroy();
  };
  for (const client of clients) client.on("error", over).on("end", () => over(new Error("the connection ended")));
  const connected = async (): Promise<void> => {
    await Promise.all(clients.map((client) => client.connect()));
    await subscriber.subscribe(channel, (text) => heard(text));
  };
  // `connectTimeout` ends with the TCP connection: a server that says nothing on it would be waited for without end.
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${CONNECT_WITHIN / 1000} s`)), CONNECT_WITHIN);
  try {
    await Promise.race([connected(), late]);
  } catch (error) {
    isOver = true;
    destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return {
    tries: redisTries(publisher, channel),
    async publish(text) {
      await publisher.publish(channel, text);
    },
    async close() {
      isOver = true;
      destroy();
    },
  };
}
