import { HttpConnection, requestText } from "./http-connection.ts";
import { type Load, type Target, checkBounds, joinedClients } from "./load.ts";

export interface BroadcastLoadOptions {
  readonly path: string;
  readonly clients: number;
  /** Broadcasts in one run. */
  readonly rounds: number;
}

const DELIVERY_TIMEOUT_MS = 20_000;

/** POSTs, each of which makes the server push one frame to every joined client; an operation is one delivery. */
export async function broadcastLoad(target: Target, options: BroadcastLoadOptions): Promise<Load> {
  checkBounds(options.clients, options.clients * options.rounds);
  const clients = await joinedClients(target, options.path, options.clients);
  const poster = await HttpConnection.open(target.port);
  let missing = 0;
  let arrival: PromiseWithResolvers<void> | null = null;
  for (const client of clients) {
    client.onFrame = () => {
      if (--missing === 0) arrival?.resolve();
    };
  }
  const broadcast = async (id: number): Promise<void> => {
    missing = clients.length;
    const all = (arrival = Promise.withResolvers<void>());
    const late = setTimeout(() => all.reject(new Error(`${missing} clients got no diff`)), DELIVERY_TIMEOUT_MS);
    const answer = await poster.request(requestText("POST", target.port, `/bench/broadcast?id=${id}`));
    if (answer.status >= 300) throw new Error(`the broadcast was answered with ${answer.status}`);
    await all.promise;
    clearTimeout(late);
  };
  return {
    target,
    async run() {
      for (let round = 0; round < options.rounds; round++) await broadcast(1 + ((round * 37) % 100));
      return options.rounds * clients.length;
    },
    repeatable: true,
    settle: async () => {},
    close() {
      poster.close();
      for (const client of clients) client.close();
    },
  };
}
