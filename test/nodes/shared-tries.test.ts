import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { openDatabase } from "livegate/data";
import { appPubSub } from "livegate/pubsub";
import { cheapHash, temporaryDatabase } from "livegate/testing";
import { goodPassword, tableNames, testLinks, testTexts } from "../../packages/livegate/src/auth/auth-test-app.ts";
import { CONTEXT, authentication } from "../../packages/livegate/src/auth/authentication.ts";
import { mailbox } from "../../packages/livegate/src/auth/mailbox.ts";
import { throttleRates } from "../../packages/livegate/src/auth/throttles.ts";
import { up } from "../../packages/livegate/src/auth/user-tables.fixture.ts";
import { manualClock } from "../../packages/livegate/src/clock/manual-clock.ts";
import { cuttingProxy } from "../../packages/livegate/src/pubsub-adapters/cutting-proxy.fixture.ts";
import { until } from "../../packages/livegate/src/pubsub-adapters/nodes.fixture.ts";

const postgres = process.env["LIVEGATE_TEST_POSTGRES"] ?? "";
const redis = process.env["LIVEGATE_TEST_REDIS"] ?? "";

/** Two nodes of an app on one database, which count where `pubsubUrl` says, with clocks that stand still. */
async function twoNodes(
  pubsubUrl: string | null,
  body: (a: TestNode, b: TestNode) => Promise<void>,
  server = postgres,
): Promise<void> {
  await using database = await temporaryDatabase(server);
  const first = await openDatabase<unknown>(database.url);
  await up(first);
  await first.destroy();
  const app = randomUUID();
  // Both at once, as a deploy starts them.
  const nodes = await Promise.all([startNode(database.url, pubsubUrl, app), startNode(database.url, pubsubUrl, app)]);
  try {
    await body(...nodes);
  } finally {
    for (const { stop } of nodes) await stop();
  }
}

async function startNode(databaseUrl: string, pubsubUrl: string | null, app: string) {
  const clock = manualClock();
  const pubsub = appPubSub();
  const url = new URL(`https://${app}.test`);
  await pubsub.start({ pubsubUrl: pubsubUrl === null ? null : { reveal: () => pubsubUrl }, url, production: true });
  const db = await openDatabase<unknown>(databaseUrl);
  const box = mailbox({ clock });
  const accounts = authentication({
    appName: "Teacher",
    tables: tableNames,
    user: ({ id, email }) => ({ id, email }),
    mails: testTexts,
    hashCost: cheapHash,
  });
  const lines: string[] = [];
  const say = (_: object, text: string) => void lines.push(text);
  const log = { debug: say, info: say, warn: say, error: say };
  await accounts.start({ db, clock, mailer: box, links: testLinks, url: new URL("https://shop.test"), pubsub, log });
  const stop = async () => {
    await accounts.stop();
    await db.destroy();
    await pubsub.stop();
  };
  return { accounts, auth: accounts[CONTEXT](), box, clock, lines, pubsub, stop };
}

type TestNode = Awaited<ReturnType<typeof startNode>>;

let networks = 0;
const stranger = () => ({
  network: `198.51.100.${(networks += 1)}`,
  userAgent: "test",
  device: null,
  accounts: [],
  session: null,
});

const logIn = ({ accounts }: TestNode) =>
  accounts.logInWithPassword({ email: "ada@example.com", password: "not this one" }, stranger());

/** How many of the log-ins got as far as a password, on which nodes however. */
async function tried(nodes: readonly TestNode[], count: number): Promise<number> {
  const answers = await Promise.all(Array.from({ length: count }, (_, n) => logIn(nodes[n % nodes.length]!))); // Not empty.
  return answers.filter((answer) => !answer.ok && answer.reason !== "throttled").length;
}

const { burst, every } = throttleRates.password.account;

for (const [name, pubsubUrl] of [
  ["Redis", redis],
  ["PostgreSQL", null],
] as const) {
  const skip = (postgres === "" || pubsubUrl === "") && "there are no servers for tests";
  describe(`Tries that nodes count together (${name})`, { skip, timeout: 60_000 }, () => {
    test("are as many on two nodes as on one, also when all come at the same moment", () =>
      twoNodes(pubsubUrl, async (a, b) => {
        assert.equal(await tried([a, b], 40), burst);
        for (const { clock } of [a, b]) clock.advance(every - 1);
        assert.equal(await tried([b, a], 2), 0);
        for (const { clock } of [a, b]) clock.advance(1);
        assert.equal(await tried([b, a], 4), 1);
      }));

    test("make nobody wait longer than they say, whichever node's clock is ahead", () =>
      twoNodes(pubsubUrl, async (a, b) => {
        a.clock.advance(3_600_000);
        assert.equal(await tried([a], burst), burst);
        const wait = await b.auth.throttles.take("password", "ada@example.com", stranger());
        assert.ok(wait > 0 && wait <= every, String(wait));
        b.clock.advance(wait);
        assert.equal(await tried([b], 1), 1);
      }));
  });
}

test(
  "tries in a database leave nothing that says whose they are, and go when they are full",
  { skip: postgres === "" },
  () =>
    twoNodes(null, async (a) => {
      await tried([a], 3);
      const rows = () =>
        a.auth.db
          .selectFrom("livegate_tries" as "users")
          .selectAll()
          .execute();
      const text = JSON.stringify(await rows());
      assert.doesNotMatch(text, /ada|198\.51/);
      assert.notEqual(text, "[]");
      a.clock.advance(burst * every + 1);
      await a.accounts.purgeExpired();
      assert.deepEqual(await rows(), []);
    }),
);

test("workers on one file of SQLite count together too", { skip: postgres === "" }, () =>
  twoNodes(postgres, async (a, b) => assert.equal(await tried([a, b], 30), burst), "sqlite:"),
);

test(
  "while the server between nodes is away, each counts by itself",
  { skip: postgres === "" || redis === "" },
  async () => {
    await using proxy = await cuttingProxy(redis);
    await twoNodes(proxy.url, async (a, b) => {
      proxy.cut();
      await until(() => [a, b].every(({ pubsub }) => pubsub.state === "disconnected"));
      assert.equal(await tried([a], 40), burst);
      assert.equal(await tried([b], 40), burst);
      for (const { pubsub } of [a, b]) assert.ok(pubsub.counts.triesAlone >= 40, String(pubsub.counts.triesAlone));
      proxy.mend();
      await until(() => [a, b].every(({ pubsub }) => pubsub.state === "connected"));
      await tried([a, b], 4);
      const said = ["this node counts tries alone", "nodes count tries together again"];
      for (const { lines } of [a, b])
        assert.deepEqual(
          lines.filter((line) => line.includes("tries")),
          said,
        );
    });
  },
);

test(
  "while nothing comes from the server between nodes, nobody waits for it longer than a second each time, nor does a stop",
  { skip: postgres === "" || redis === "" },
  async () => {
    await using proxy = await cuttingProxy(redis);
    await twoNodes(proxy.url, async (a) => {
      proxy.halfOpen();
      const begin = performance.now();
      const wait = await a.auth.throttles.take("password", "ada@example.com", stranger());
      assert.equal(wait, 0);
      assert.equal(a.pubsub.state, "connected", "that it is lost isn't known yet");
      // By network and by account, and a last word.
      await a.pubsub.stop();
      assert.ok(performance.now() - begin < 4500, `${performance.now() - begin} ms`);
    });
  },
);

test("a mailed link is used once, on whichever of two nodes, also at the same moment", { skip: postgres === "" }, () =>
  twoNodes(null, async (a, b) => {
    const now = new Date(a.clock.now()).toISOString();
    for (let round = 0; round < 15; round += 1) {
      const email = `ada${round}@example.com`;
      const hashed = await a.auth.hashing.hash(goodPassword, true);
      const user = { email, hashed_password: hashed, confirmed_at: now, created_at: now, updated_at: now };
      await a.auth.db
        .insertInto("users")
        .values(user as never)
        .execute();
      assert.ok((await a.accounts.requestLogInLink({ email }, stranger())).ok);
      await a.accounts.deliverMails();
      const token = a.box.lastTo(email)?.links[0]?.split("/").at(-1);
      const used = await Promise.all([a, b, a, b].map(({ accounts }) => accounts.logInWithLink(token, {}, stranger())));
      assert.equal(used.filter(({ ok }) => ok).length, 1);
    }
  }),
);
