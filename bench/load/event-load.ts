import type { LiveClient } from "./live-client.ts";
import { type Load, type Target, type Visitors, checkBounds, joinedClients } from "./load.ts";

export interface EventLoadOptions {
  readonly path: string;
  readonly clients: number;
  readonly event: "inc" | "rename" | "add";
  /** Events in one run, over all clients. */
  readonly events: number;
  /** How many rows there are to rename; 100 unless told. */
  readonly rows?: number;
  /** Whether each row is a component that renames itself. */
  readonly toComponents?: boolean;
  /** Strangers unless told. */
  readonly by?: Visitors;
}

/** Joined clients, each of which sends its next event as soon as the last one was answered. */
export async function eventLoad(target: Target, options: EventLoadOptions): Promise<Load> {
  const { path, event, events, rows = 100, toComponents = false } = options;
  checkBounds(options.clients, events);
  const clients = await joinedClients(target, path, options.clients, options.by);
  const rowOf = (k: number): number => 1 + ((k * 37) % rows);
  const clickOf = (k: number): Click => {
    if (toComponents) return [event, {}, rowOf(k)];
    return [event, event === "rename" ? { id: String(rowOf(k)) } : {}, null];
  };
  return {
    target,
    async run() {
      let sent = 0;
      await Promise.all(clients.map((client) => clickUntil(client, () => (sent < events ? clickOf(sent++) : null))));
      return events;
    },
    repeatable: true,
    settle: async () => {},
    close: () => clients.forEach((client) => client.close()),
  };
}

type Click = readonly [event: string, value: Record<string, string>, cid: number | null];

/** Resolves when `next` has nothing more to send and the last answer is there; rejects when the socket is gone. */
function clickUntil(client: LiveClient, next: () => Click | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const step = (): void => {
      const click = next();
      if (click === null) return resolve();
      if (!client.alive) return reject(new Error("the server closed a socket during the events"));
      client.click(...click);
    };
    client.onFrame = step;
    step();
  });
}
