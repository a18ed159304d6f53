import { HttpConnection } from "./http-connection.ts";
import { LiveClient } from "./live-client.ts";

/** The server that a load is put on; always on 127.0.0.1. */
export interface Target {
  readonly port: number;
  readonly pid: number;
}

/** A bounded piece of work that can be repeated; only `run` is measured. */
export interface Load {
  readonly target: Target;
  /** Resolves with the number of operations done. */
  run(): Promise<number>;
  /** Whether one run may follow another without `settle`. */
  readonly repeatable: boolean;
  /** What has to happen between two measured rounds. */
  settle(): Promise<void>;
  close(): void;
}

const MOST_CLIENTS = 10_000;
const MOST_OPERATIONS = 2_000_000;

/** Throws where a load would be larger than this machine's loopback should ever see. */
export function checkBounds(clients: number, operations: number): void {
  if (!(clients >= 1 && clients <= MOST_CLIENTS))
    throw new Error(`${clients} clients: 1 to ${MOST_CLIENTS} are allowed`);
  if (!(operations >= 1 && operations <= MOST_OPERATIONS)) {
    throw new Error(`${operations} operations: 1 to ${MOST_OPERATIONS} are allowed`);
  }
}

/** Runs `task(i, connection)` for i from 0 to count - 1 on `concurrency` workers with a keep-alive connection each. */
export async function inParallel(
  target: Target,
  { count, concurrency }: { count: number; concurrency: number },
  task: (index: number, connection: HttpConnection) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    const connection = await HttpConnection.open(target.port);
    try {
      while (next < count) await task(next++, connection);
    } finally {
      connection.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, concurrency) }, worker));
}

/** Who comes: somebody new, or somebody who has logged in as one of the measured app's users, a certain one or each as another. */
export type Visitors = "strangers" | "users" | { readonly as: number };

const USERS = 100;

/** The user as whom the client of this number logs in. */
export const userOf = (index: number): number => 1 + (index % USERS);

/** Brings `count` clients to a page, 20 at a time: GET, upgrade, join; users log in before. */
export async function joinedClients(
  target: Target,
  path: string,
  count: number,
  by: Visitors = "strangers",
): Promise<LiveClient[]> {
  const clients: LiveClient[] = [];
  await inParallel(target, { count, concurrency: 20 }, async (index, connection) => {
    const client = new LiveClient(target.port, path);
    if (by !== "strangers") await client.logIn(connection, by === "users" ? userOf(index) : by.as);
    await client.load(connection);
    await client.connect();
    await client.join();
    clients.push(client);
  });
  return clients;
}
