import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { openDatabase } from "livegate/data";
import { appPubSub } from "livegate/pubsub";
import { cheapHash, temporaryDatabase } from "livegate/testing";
import { authentication } from "../../packages/livegate/src/auth/authentication.ts";
import { tableNames, testLinks, testTexts } from "../../packages/livegate/src/auth/auth-test-app.ts";
import { startSession } from "../../packages/livegate/src/auth/user-sessions.ts";
import { CONTEXT } from "../../packages/livegate/src/auth/authentication.ts";
import { up } from "../../packages/livegate/src/auth/user-tables.fixture.ts";
import { type ManualClock, manualClock } from "../../packages/livegate/src/clock/manual-clock.ts";
import { mailbox } from "../../packages/livegate/src/auth/mailbox.ts";
import { memoryLog } from "../../packages/livegate/src/plug/test-context.ts";
import { type CuttingProxy, cuttingProxy } from "../../packages/livegate/src/pubsub-adapters/cutting-proxy.fixture.ts";
import { until } from "../../packages/livegate/src/pubsub-adapters/nodes.fixture.ts";

const postgres = process.env["LIVEGATE_TEST_POSTGRES"] ?? "";

const servers = [
  { name: "Redis", url: process.env["LIVEGATE_TEST_REDIS"] ?? "" },
  { name: "PostgreSQL", url: postgres },
];

/** Milliseconds within which other nodes follow while pubsub works. */
const BOUND = 250;

/** A node with accounts on a clock of its own that stands still; pubsub has the machine's. */
async function startNode(
  urls: { readonly database: string; readonly pubsub: string },
  app: string,
  failClosed?: number,
) {
  const clock = manualClock();
  const [log, lines] = memoryLog();
  const pubsub = appPubSub();
  await pubsub.start({
    pubsubUrl: { reveal: () => urls.pubsub },
    url: new URL(`https://${app}.test`),
    production: true,
  });
  const db = await openDatabase<unknown>(urls.database);
  const accounts = authentication({
    appName: "Teacher",
    tables: tableNames,
    user: ({ id }) => ({ id }),
    mails: testTexts,
    hashCost: cheapHash,
    ...(failClosed !== undefined && { failClosed }),
  });
  const mailer = mailbox({ clock });
  await accounts.start({ db, clock, mailer, links: testLinks, url: new URL("https://shop.test"), log, pubsub });
  const stop = async () => {
    await accounts.stop();
    await db.destroy();
    await pubsub.stop();
  };
  return { accounts, auth: accounts[CONTEXT](), db, clock, pubsub, lines, stop };
}

type TestNode = Awaited<ReturnType<typeof startNode>>;

interface Nodes {
  /** The node that ends sessions. */
  readonly a: TestNode;
  /** The node on which the page is open, behind both proxies. */
  readonly b: TestNode;
  readonly pubsubProxy: CuttingProxy;
  readonly databaseProxy: CuttingProxy;
  /** A session with a page that is open on `b`; gives when it ended there. */
  open(): Promise<{ readonly id: string; readonly endedAt: () => number }>;
}

async function twoNodes(pubsub: string, body: (nodes: Nodes) => Promise<void>, failClosed?: number): Promise<void> {
  await using database = await temporaryDatabase(postgres);
  await using pubsubProxy = await cuttingProxy(pubsub);
  await using databaseProxy = await cuttingProxy(database.url);
  const app = randomUUID();
  const a = await startNode({ database: database.url, pubsub }, app);
  await up(a.db as Parameters<typeof up>[0]);
  const b = await startNode({ database: databaseProxy.url, pubsub: pubsubProxy.url }, app, failClosed);
  const open: Nodes["open"] = async () => {
    const now = new Date().toISOString();
    const user = { email: `${randomUUID()}@example.com`, created_at: now, updated_at: now };
    const { id: userId } = await a.auth.db
      .insertInto("users")
      .values(user as never)
      .returning("id")
      .executeTakeFirstOrThrow();
    const visitor = { network: "192.0.2.1", userAgent: "test", device: null, accounts: [], session: null };
    const { id } = await startSession(a.auth, userId, { visitor, method: "password", remember: true });
    let at = 0;
    b.accounts.sessions.enter(id, {
      sever: () => {
        at = performance.now();
        return () => {};
      },
      recheck() {},
      renew() {},
    });
    return { id, endedAt: () => at };
  };
  try {
    await body({ a, b, pubsubProxy, databaseProxy, open });
  } finally {
    await Promise.all([a.stop(), b.stop()]);
  }
}

/** Lets time pass on a node, with what it does meanwhile over the network. */
async function pass(clock: ManualClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1000) {
    clock.advance(Math.min(left, 1000));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

for (const { name, url } of servers) {
  const skip = (postgres === "" || url === "") && "there are no servers for tests";
  describe(`Sessions that end on another node (${name})`, { skip, timeout: 90_000 }, () => {
    test("have their pages ended within a quarter of a second, while nobody looks at the database", (t) =>
      twoNodes(url, async ({ a, open }) => {
        const took: number[] = [];
        for (let round = 0; round < 50; round++) {
          const { id, endedAt } = await open();
          await a.accounts.endSession(id);
          const answered = performance.now();
          await until(() => endedAt() > 0);
          took.push(endedAt() - answered);
        }
        const sorted = took.toSorted((x, y) => x - y);
        t.diagnostic(`median ${sorted[25]} ms, slowest of 50 ${sorted.at(-1)} ms`);
        assert.ok(Math.max(...took) < BOUND, `the slowest took ${Math.max(...took)} ms`);
      }));

    test("have their pages ended by the next look while pubsub is cut, and as soon as it is back", () =>
      twoNodes(url, async ({ a, b, pubsubProxy, open }) => {
        const [first, second] = [await open(), await open()];
        pubsubProxy.cut();
        await until(() => b.pubsub.state === "disconnected");
        await a.accounts.endSession(first.id);
        await pass(b.clock, 10_000);
        await until(() => first.endedAt() > 0);
        await a.accounts.endSession(second.id);
        assert.equal(second.endedAt(), 0);
        // No time passes on this node's clock: it is the connection's return that makes it look.
        pubsubProxy.mend();
        await until(() => second.endedAt() > 0);
      }));

    test("have all pages ended after the bound, if the app wants it, once nobody can be asked any more", () =>
      twoNodes(
        url,
        async ({ b, pubsubProxy, databaseProxy, open }) => {
          const { endedAt } = await open();
          databaseProxy.cut();
          await pass(b.clock, 60_000);
          assert.equal(endedAt(), 0, "pubsub still tells");
          pubsubProxy.cut();
          await until(() => b.pubsub.state === "disconnected");
          await pass(b.clock, 31_000);
          assert.notEqual(endedAt(), 0);
          assert.ok(b.lines.some((line) => line.includes("nobody can say whether their sessions still hold")));
        },
        30_000,
      ));

    test("leave pages open that hold, whatever is cut, where the app doesn't want that", () =>
      twoNodes(url, async ({ b, pubsubProxy, databaseProxy, open }) => {
        const { id, endedAt } = await open();
        databaseProxy.cut();
        pubsubProxy.cut();
        await pass(b.clock, 60_000);
        assert.equal(endedAt(), 0);
        databaseProxy.mend();
        pubsubProxy.mend();
        await until(() => b.pubsub.state === "connected");
        await b.accounts.rereadSessions();
        assert.deepEqual([endedAt(), b.accounts.sessions.count(id)], [0, 1]);
      }));
  });
}
