import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Kysely } from "kysely";
import { localPubSub } from "livegate";
import { type Lifetimes, type Mailbox, mailbox } from "livegate/auth";
import { type ManualClock, manualClock } from "livegate/clock";
import { openDatabase } from "livegate/data";
import { endpoint } from "livegate/endpoint";
import { serve } from "livegate/node";
import { logger } from "livegate/plug";
import { temporaryDatabase } from "livegate/testing";
import { Secret } from "livegate/token";
import { up } from "../../../packages/livegate/src/auth/user-tables.fixture.ts";
import { type Address, ConformanceClient } from "../../conformance/conformance-client.ts";
import { type AccountTables, type Accounts, accountsOf } from "./accounts.ts";
import { routesOf } from "./routes.ts";
import { mailLinks } from "./user-auth.ts";

/** An app with accounts, on a port and a database of its own. */
export interface SampleApp extends Address {
  readonly accounts: Accounts;
  readonly db: Kysely<AccountTables>;
  /** Another process may open it too. */
  readonly databaseUrl: string;
  readonly clock: ManualClock;
  readonly box: Mailbox;
  readonly logged: readonly string[];
  /** How often a page was told to count. */
  readonly counted: number;
  client(): ConformanceClient;
  /** How many files of uploads are on the disk. */
  storedFiles(): Promise<number>;
}

/** Starts the app for one test; it ends with it. Its database is SQLite's, or where `DATABASE_URL` names a server of PostgreSQL. */
export async function sampleAppFor(t: TestContext, lifetimes: Partial<Lifetimes> = {}): Promise<SampleApp> {
  const database = await temporaryDatabase(process.env["DATABASE_URL"]);
  const db = await openDatabase<AccountTables>(database.url);
  await up(db as unknown as Kysely<unknown>);
  const url = new URL("https://shop.test");
  const [accounts, clock, logged] = [accountsOf(lifetimes), manualClock(), [] as string[]];
  const box = mailbox({ clock });
  const log = logger({ destination: { write: (line) => void logged.push(line) } });
  await accounts.start({ db, mailer: box, links: mailLinks, url, log, clock });
  const uploadDirectory = await mkdtemp(join(tmpdir(), "accounts-uploads-"));
  let counted = 0;
  const app = endpoint({
    uploadDirectory,
    router: routesOf(accounts, () => void (counted += 1)),
    pubsub: localPubSub(),
    sessions: accounts.sessions,
    secretKeyBase: [new Secret("accounts".repeat(8))],
    production: true,
    url,
    clock,
    log,
  });
  const server = await serve(app, { port: 0, stopWithin: 100 });
  const clients: ConformanceClient[] = [];
  t.after(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await server.stop();
    await accounts.stop();
    await db.destroy();
    await database[Symbol.asyncDispose]();
    await rm(uploadDirectory, { recursive: true });
  });
  const address = { port: server.port, origin: url.origin };
  return {
    ...address,
    accounts,
    db,
    databaseUrl: database.url,
    clock,
    box,
    logged,
    get counted() {
      return counted;
    },
    async storedFiles() {
      const entries = await readdir(uploadDirectory, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).length;
    },
    client() {
      const client = new ConformanceClient(address);
      clients.push(client);
      return client;
    },
  };
}
