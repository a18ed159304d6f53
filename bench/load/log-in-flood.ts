import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { networkOf } from "./enumeration.ts";
import { HttpConnection } from "./http-connection.ts";
import { LiveClient } from "./live-client.ts";
import { type Target, checkBounds, joinedClients } from "./load.ts";
import { pacedEvents } from "./paced-events.ts";
import { percentile } from "./percentile.ts";

export interface FloodOptions {
  /** Log-ins that strangers try in a second, each from a network of its own. */
  readonly perSecond: number;
  readonly seconds: number;
  /** Open pages, each of which sends an event every 200 ms. */
  readonly pages: number;
  /** Devices on which their user has logged in before, and does so again during the flood. */
  readonly devices: number;
  readonly password: string;
}

/** What a flood of log-ins does to everybody else. Milliseconds, shares from 0 to 1. */
export interface Flood {
  /** What 99 of 100 answers to events take at most. */
  readonly eventIdle: number;
  readonly eventFlooded: number;
  readonly events: number;
  readonly triedPerSecond: number;
  /** Strangers whose password was compared, and found wrong. */
  readonly compared: number;
  /** Strangers who were told to come again (503). */
  readonly surplus: number;
  /** … with a `Retry-After`. */
  readonly surplusWithRetryAfter: number;
  readonly surplusMedian: number;
  readonly devices: number;
  readonly devicesLoggedIn: number;
  /** The longest that a known device waited. */
  readonly deviceSlowest: number;
  /** Share of the time in which the generator did anything, and its own longest delays (99 of 100). */
  readonly generatorBusy: number;
  readonly generatorDelay: number;
}

/** The first user of a known device; those before are for strangers. */
const AFTER_STRANGERS = 1501;
const EVENT_EVERY_MS = 200;
const WRONG = "one more wrong password";

/** Measures events of open pages without and with a flood of log-ins beside them. */
export async function logInFlood(target: Target, options: FloodOptions): Promise<Flood> {
  checkBounds(options.pages, options.perSecond * options.seconds);
  const pages = await joinedClients(target, "/", options.pages);
  const devices = await knownDevices(target, options);
  const strangers = await Connections.open(target);
  const pace = { everyMs: EVENT_EVERY_MS, seconds: options.seconds };
  try {
    await pacedEvents(pages, { ...pace, seconds: 1 });
    const idle = await pacedEvents(pages, pace);
    const ownDelay = monitorEventLoopDelay({ resolution: 1 });
    ownDelay.enable();
    const before = performance.eventLoopUtilization();
    const [flooded, tried, loggedIn] = await Promise.all([
      pacedEvents(pages, pace),
      strangersTry(strangers, options),
      devicesTry(devices, options),
    ]);
    const { utilization } = performance.eventLoopUtilization(before);
    ownDelay.disable();
    return {
      eventIdle: percentile(idle, 0.99),
      eventFlooded: percentile(flooded, 0.99),
      events: flooded.length,
      ...tried,
      ...loggedIn,
      generatorBusy: utilization,
      generatorDelay: ownDelay.percentile(99) / 1e6,
    };
  } finally {
    for (const client of pages) client.close();
    for (const { connection } of devices) connection.close();
    strangers.close();
  }
}

/** Connections that one visitor's page was loaded over: as many as are waiting at the same time. */
class Connections {
  readonly #target: Target;
  readonly #free: HttpConnection[] = [];
  readonly visitor: LiveClient;

  private constructor(target: Target) {
    this.#target = target;
    this.visitor = new LiveClient(target.port, "/");
  }

  static async open(target: Target): Promise<Connections> {
    const connections = new Connections(target);
    const first = await connections.take();
    await connections.visitor.load(first);
    connections.giveBack(first);
    return connections;
  }

  async take(): Promise<HttpConnection> {
    return this.#free.pop() ?? HttpConnection.open(this.#target.port);
  }

  giveBack(connection: HttpConnection): void {
    this.#free.push(connection);
  }

  close(): void {
    for (const connection of this.#free) connection.close();
  }
}

/** Calls `send(0)`, `send(1)` … at a steady pace, and waits for all of it. */
async function steadily(count: number, seconds: number, send: (index: number) => Promise<void>): Promise<void> {
  const start = performance.now();
  const all = Array.from({ length: count }, async (_, index) => {
    await delay(Math.max(0, start + (index * seconds * 1000) / count - performance.now()));
    await send(index);
  });
  await Promise.all(all);
}

async function strangersTry(connections: Connections, { perSecond, seconds }: FloodOptions) {
  const surplus: number[] = [];
  let [compared, withRetryAfter] = [0, 0];
  const start = performance.now();
  let lastSent = start;
  await steadily(perSecond * seconds, seconds, async (index) => {
    const connection = await connections.take();
    // Half of them try an account that exists, which makes no difference. Each another one: a bucket would be empty soon.
    const email = `${index % 2 === 0 ? "user" : "none"}${index + 1}@example.com`;
    const form = connections.visitor.formText("/log_in", { email, password: WRONG }, networkOf(index));
    lastSent = performance.now();
    const sent = lastSent;
    const { status, head } = await connection.request(form);
    const took = performance.now() - sent;
    connections.giveBack(connection);
    if (status === 422) compared++;
    else if (status !== 503) throw new Error(`a stranger's log-in was answered with ${status}`);
    else {
      surplus.push(took);
      if (/\r\nretry-after: *\d+\r\n/i.test(`${head}\r\n`)) withRetryAfter++;
    }
  });
  return {
    triedPerSecond: (perSecond * seconds) / ((lastSent - start) / 1000),
    compared,
    surplus: surplus.length,
    surplusWithRetryAfter: withRetryAfter / surplus.length,
    surplusMedian: percentile(surplus, 0.5),
  };
}

interface Device {
  readonly client: LiveClient;
  readonly connection: HttpConnection;
  readonly email: string;
}

/** Devices on which a log-in has left its cookie, with the page of a visitor: what a log-out leaves. */
async function knownDevices(target: Target, { devices, password }: FloodOptions): Promise<readonly Device[]> {
  const known: Device[] = [];
  for (let index = 0; index < devices; index++) {
    const connection = await HttpConnection.open(target.port);
    const client = new LiveClient(target.port, "/");
    await client.load(connection);
    const device = { client, connection, email: `user${AFTER_STRANGERS + index}@example.com` };
    const answer = await connection.request(client.formText("/log_in", formOf(device, password), networkOf(index)));
    if (answer.status !== 303) throw new Error(`a log-in before the flood was answered with ${answer.status}`);
    client.keepCookies(answer);
    await client.load(connection);
    known.push(device);
  }
  return known;
}

async function devicesTry(devices: readonly Device[], { seconds, password }: FloodOptions) {
  const took: number[] = [];
  await steadily(devices.length, seconds, async (index) => {
    const device = devices[index]!; // There are as many.
    const { client, connection } = device;
    const start = performance.now();
    const answer = await connection.request(client.formText("/log_in", formOf(device, password), networkOf(index)));
    if (answer.status === 303) took.push(performance.now() - start);
  });
  return {
    devices: devices.length,
    devicesLoggedIn: took.length / devices.length,
    deviceSlowest: percentile(took, 1),
  };
}

const formOf = ({ email }: Device, password: string) => ({ email, password });
