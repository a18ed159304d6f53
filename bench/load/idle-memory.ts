import { setTimeout as delay } from "node:timers/promises";
import { HttpConnection, requestText } from "./http-connection.ts";
import { type Target, checkBounds, joinedClients } from "./load.ts";
import { cpuSeconds, residentBytes } from "./process-usage.ts";

export interface IdleMemoryOptions {
  readonly path: string;
  readonly clients: number;
  /** How long the clients are held; 5 s unless told. */
  readonly holdMs?: number;
  /** Where a POST makes the server collect its garbage, what starting has left before and all at the end; not done unless told. */
  readonly collectPath?: string;
}

/** Bytes of resident memory that one idle, joined client has added; `collected` after a forced collection. */
export interface IdleMemory {
  readonly joined: number;
  readonly held: number;
  readonly collected: number | null;
  readonly alive: number;
  readonly serverCpuWhileHeld: number;
  readonly residentBefore: number;
}

const WARM_UP_CLIENTS = 50;
const SETTLE_MS = 2000;

/** Measures a server that was started freshly for it; `path`'s clients do nothing but a heartbeat. */
export async function idleMemory(target: Target, options: IdleMemoryOptions): Promise<IdleMemory> {
  const { path, clients: count, holdMs = 5000, collectPath } = options;
  checkBounds(count, count);
  for (const client of await joinedClients(target, path, Math.min(WARM_UP_CLIENTS, count))) client.close();
  await delay(SETTLE_MS);
  if (collectPath !== undefined) await collect(target, collectPath);
  const residentBefore = residentBytes(target.pid);
  const perClient = (): number => (residentBytes(target.pid) - residentBefore) / count;
  const clients = await joinedClients(target, path, count);
  await delay(SETTLE_MS);
  const joined = perClient();
  for (const client of clients) client.heartbeat();
  const cpuBefore = cpuSeconds(target.pid);
  await delay(holdMs);
  const serverCpuWhileHeld = cpuSeconds(target.pid) - cpuBefore;
  const held = perClient();
  const collected = collectPath === undefined ? null : await collect(target, collectPath).then(perClient);
  const alive = clients.filter((client) => client.alive).length;
  for (const client of clients) client.close();
  return { joined, held, collected, alive, serverCpuWhileHeld, residentBefore };
}

async function collect(target: Target, path: string): Promise<void> {
  const connection = await HttpConnection.open(target.port);
  await connection.request(requestText("POST", target.port, path));
  connection.close();
  await delay(1000);
}
