import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openDatabase } from "livegate/data";
import { temporaryDatabase } from "livegate/testing";
import { TEACHER } from "../../packages/livegate-cli/src/test-app.ts";
import { TestCommand } from "../../packages/livegate-cli/src/test-command.ts";
import { ConformanceClient } from "../conformance/conformance-client.ts";
import type { JoinedView } from "../conformance/wire/joined-view.ts";
import { roundRobin } from "../nodes/round-robin.ts";
import { sharedSettings, startNode } from "../nodes/start-node.ts";
import { eventually, logIn, register } from "../nodes/teacher-nodes.ts";
import { Writer } from "../nodes/writer.ts";
import { NetworkNamespace, namespacesRefused } from "./network-namespace.ts";

const postgres = process.env["LIVEGATE_TEST_POSTGRES"] ?? "";
const redis = process.env["LIVEGATE_TEST_REDIS"] ?? "";
const skip = postgres === "" || redis === "" ? "there are no servers for tests" : (namespacesRefused() ?? false);

const PORT = 4000;
const SECOND = 1000;

/** Until an answer that never comes is given up, by `data/postgres-pool.ts`, and a little more. */
const GIVEN_UP = 47 * SECOND;

/** A host with a link each for its pages, its database and its pubsub. */
async function startHost(databaseUrl: string) {
  const host = new NetworkNamespace();
  const [pages, database, pubsub] = [host.link(), host.link(), host.link()];
  const [toDatabase, toPubSub] = [await database.to(databaseUrl), await pubsub.to(redis)];
  return {
    host,
    pages,
    database,
    pubsub,
    databaseForwarder: toDatabase.forwarder,
    port: await pages.from(PORT),
    settings: { HOST: pages.there, DATABASE_URL: toDatabase.url, PUBSUB_URL: toPubSub.url },
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

describe("Nodes on hosts of their own", { timeout: 170 * SECOND, concurrency: true }, () => {
  test(
    "lose no acknowledged write while their links are cut, slow or half open, and all pages come back",
    { skip },
    async (t) => {
      await using shared = await temporaryDatabase(postgres);
      await using proxy = await roundRobin();
      await using near = await startHost(shared.url);
      await using far = await startHost(shared.url);
      const origin = `http://127.0.0.1:${proxy.port}`;
      const start = ({ host, settings }: typeof near) =>
        startNode({ env: { ...sharedSettings(origin), ...settings }, port: PORT, within: host.within });
      await using nodes = new AsyncDisposableStack();
      for (const host of [near, far]) nodes.use(await start(host));
      proxy.nodes = [near.port, far.port];
      const writers = Array.from({ length: 4 }, (_, number) => new Writer({ port: proxy.port, origin }, `w${number}`));
      t.after(() => Promise.all(writers.map((writer) => writer.stop())));
      const clients = [near, far].map(({ port }) => new ConformanceClient({ port, origin }));
      const goOn = async (after: string) => {
        await allWrite(writers, after);
        await hearEachOther(clients, after);
      };
      await goOn("the start");

      far.databaseForwarder.reset();
      await goOn("the database's connections were reset");

      far.databaseForwarder.delay = 60;
      await goOn("the way to the database became slow");
      far.databaseForwarder.delay = 0;

      far.pubsub.unplug();
      await allWrite(writers, "the way to pubsub was gone");
      await pause(10 * SECOND);
      far.pubsub.mend();
      await goOn("the way to pubsub was there again");

      far.pages.unplug();
      await pause(4 * SECOND);
      far.pages.mend();
      await goOn("the way to pages was there again");

      far.database.unplug();
      const isReady = () => fetch(`http://127.0.0.1:${far.port}/healthz/ready`).then(({ ok }) => ok);
      await eventually("a node without its database isn't ready", async () => !(await isReady()));
      await pause(GIVEN_UP);
      far.database.mend();
      await goOn("the way to the database was there again");
      assert.ok(await isReady());

      await Promise.all(writers.map((writer) => writer.stop()));
      const acknowledged = writers.flatMap((writer) => writer.acknowledged);
      const db = await openDatabase<{ notes: { id: string } }>(shared.url);
      const stored = new Set((await db.selectFrom("notes").select("id").execute()).map(({ id }) => id));
      await db.destroy();
      t.diagnostic(`${acknowledged.length} acknowledged writes`);
      assert.deepEqual(
        acknowledged.filter((id) => !stored.has(id)),
        [],
      );
    },
  );

  test("end a session's pages within ten seconds, whichever of its ways is half open", { skip }, async (t) => {
    await using shared = await temporaryDatabase(postgres);
    await using far = await startHost(shared.url);
    const origin = `http://127.0.0.1:${far.port}`;
    const settings = { ...sharedSettings(origin), NODE_ENV: "test" };
    const env = { ...settings, ...far.settings, PORT: String(PORT) };
    await using node = new TestCommand(["start"], { cwd: TEACHER, env, within: far.host.within });
    await node.printed(/Running at/);
    const address = { port: far.port, origin };
    const first = new ConformanceClient(address);
    await register(first, "ada@example.com");
    await first.close();

    // As another node does it whose ways are whole.
    const signOut = async () => {
      const beside = { ...settings, DATABASE_URL: shared.url, PUBSUB_URL: redis };
      await using command = new TestCommand(["auth", "users", "sign-out", "ada@example.com"], {
        cwd: TEACHER,
        env: beside,
      });
      assert.equal(await command.end(), 0, command.output);
    };
    const revoked = async (what: string, within: number, half: { during: () => void; after?: () => Promise<void> }) => {
      const client = new ConformanceClient(address);
      await logIn(client, "ada@example.com");
      const view = await client.visit("/");
      half.during();
      await signOut();
      const begin = performance.now();
      await half.after?.();
      await eventually(`the page has left: ${what}`, () => hasLeft(view));
      const took = performance.now() - begin;
      t.diagnostic(`${what}: ${Math.round(took)} ms`);
      assert.ok(took < within, `${what}: ${took} ms`);
      far.database.mend();
      far.pubsub.mend();
      await client.close();
      await eventually("it is ready", () => fetch(`${origin}/healthz/ready`).then(({ ok }) => ok));
    };
    await revoked("no way is", SECOND, { during: () => {} });
    await revoked("the way to pubsub", 10 * SECOND, { during: () => far.pubsub.unplug() });
    await revoked("the way to the database", SECOND, { during: () => far.database.unplug() });
    const both = () => {
      far.database.unplug();
      far.pubsub.unplug();
    };
    await revoked("both, for three seconds more", 13 * SECOND, {
      during: both,
      async after() {
        await pause(3 * SECOND);
        far.database.mend();
        far.pubsub.mend();
      },
    });
  });
});

/** Waits until each writer has had something acknowledged. */
async function allWrite(writers: readonly Writer[], after: string): Promise<void> {
  const before = writers.map(({ acknowledged }) => acknowledged.length);
  const wrote = () => writers.every(({ acknowledged }, index) => acknowledged.length > before[index]!); // One of each.
  await eventually(`everybody writes after ${after}`, wrote);
}

let told = 0;

/** Waits until a page of each node hears what one of the other writes: pages that were told to come anew are opened anew. */
async function hearEachOther(clients: readonly ConformanceClient[], after: string): Promise<void> {
  for (const writing of clients.keys()) {
    await eventually(`node ${writing} is heard after ${after}`, async () => {
      const views = await Promise.all(clients.map((client) => client.visit("/").catch(() => null)));
      const id = `told-${told++}`;
      await Promise.race([views[writing]?.click("write", { id }), pause(SECOND)]);
      await pause(100);
      const isHeard = views.every((view) => view !== null && JSON.stringify(view.socket.log).includes(id));
      await Promise.all(clients.map((client) => client.close()));
      return isHeard;
    });
  }
}

/** Whether the server has led the page away. */
const hasLeft = ({ socket }: JoinedView): boolean =>
  socket.ended !== null || socket.log.some(([, , , event]) => event === "redirect" || event === "phx_close");
