import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { temporaryDatabase } from "livegate/testing";
import { PollPage, type PollSite } from "../../packages/livegate/src/endpoint/poll-page.fixture.ts";
import { freePort } from "../../packages/livegate-cli/src/free-port.ts";
import { type RunningNode, sharedSettings, startNode } from "./start-node.ts";

// Polls reach the nodes by turns, whatever this says: the address that people type.
const URL_OF_ALL = "http://127.0.0.1:9999";

interface Nodes {
  readonly nodes: readonly RunningNode[];
  /** Whose requests go to one node after the other. */
  readonly site: PollSite;
  /** The ports that requests go to, by turns. */
  ports: number[];
}

async function startNodes(
  t: TestContext,
  count: number,
  options: { reachable: boolean; workers?: string },
): Promise<Nodes> {
  const database = await temporaryDatabase(process.env["DATABASE_URL"]);
  const nodes = await Promise.all(
    Array.from({ length: count }, async () => {
      const port = await freePort();
      const nodeUrl: Record<string, string> = options.reachable ? { NODE_URL: `http://127.0.0.1:${port}` } : {};
      const args = options.workers === undefined ? [] : ["--workers", options.workers];
      return startNode({ port, args, env: { ...sharedSettings(URL_OF_ALL), DATABASE_URL: database.url, ...nodeUrl } });
    }),
  );
  t.after(async () => {
    for (const node of nodes) await node[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });
  let turn = 0;
  const made: Nodes = {
    nodes,
    ports: nodes.map(({ port }) => port),
    site: {
      app: { context: { url: new URL(URL_OF_ALL), base: "" } },
      request(path, init = {}) {
        const port = made.ports[turn++ % made.ports.length] ?? 0;
        const headers = { ...(init.headers as Record<string, string>), host: new URL(URL_OF_ALL).host };
        // A connection of its own, as a proxy that keeps none would make.
        return send(port, path, { ...init, headers: { ...headers, connection: "close" } });
      },
    },
  };
  return made;
}

/** `fetch` with a host of one's own. */
async function send(port: number, path: string, init: RequestInit): Promise<Response> {
  const body = typeof init.body === "string" ? init.body : "";
  const headers = {
    ...(init.headers as Record<string, string>),
    ...(body && { "content-length": String(Buffer.byteLength(body)) }),
  };
  const sent = request({ host: "127.0.0.1", port, path, method: init.method ?? "GET", headers });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const told = Object.entries(response.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return new Response(await text(response), { status: response.statusCode ?? 0, headers: told });
}

const write = (topic: string, ref: string) =>
  ["1", ref, topic, "event", { type: "click", event: "write", value: { id: `${topic}-${ref}` } }] as const;

async function writesByTurns(page: PollPage): Promise<void> {
  for (const ref of ["5", "6", "7", "8"]) {
    assert.deepEqual(await page.send(write(page.topic, ref)), { status: 200 });
    for (let answered = false; !answered;) {
      const frames = await page.frames();
      assert.ok(frames.length > 0, `nothing came after ${ref}`);
      answered = frames.some(([, of, , event, { status }]) => of === ref && event === "phx_reply" && status === "ok");
    }
  }
}

test("a page that polls is served by whichever of two nodes its requests come to", async (t) => {
  const { site } = await startNodes(t, 2, { reachable: true });
  const page = await PollPage.load(site);
  assert.equal(await page.join(), "ok");
  await writesByTurns(page);
});

test("a page that polls is served by whichever of two workers its requests come to", async (t) => {
  const { site } = await startNodes(t, 1, { reachable: false, workers: "2" });
  const pages = await Promise.all(Array.from({ length: 4 }, () => PollPage.load(site)));
  for (const page of pages) {
    assert.equal(await page.join(), "ok");
    await writesByTurns(page);
  }
});

test("a poll with the cookie of another session is refused by the node that keeps the connection", async (t) => {
  const { site } = await startNodes(t, 2, { reachable: true });
  const [page, other] = [await PollPage.load(site), await PollPage.load(site)];
  await page.join();
  other.token = page.token;
  for (const _ of [1, 2]) {
    assert.equal((await other.poll()).status, 403);
    assert.equal((await other.send(write(page.topic, "9"))).status, 403);
  }
  await writesByTurns(page);
});

test("a node that is gone is told by 410 at once, one that doesn't answer within about two seconds", async (t) => {
  const nodes = await startNodes(t, 2, { reachable: true });
  const [owner, other] = nodes.nodes;
  nodes.ports = [owner!.port];
  const [page, second] = [await PollPage.load(nodes.site), await PollPage.load(nodes.site)];
  assert.deepEqual([await page.join(), await second.join()], ["ok", "ok"]);
  nodes.ports = [other!.port];
  await writesByTurns(page);

  owner!.command.signal("SIGSTOP");
  const began = performance.now();
  assert.equal((await page.poll()).status, 410);
  const took = performance.now() - began;
  assert.ok(took > 1500 && took < 4000, `after ${took} ms`);
  owner!.command.signal("SIGCONT");

  owner!.command.signal("SIGKILL");
  await owner!.command.end();
  assert.equal((await second.poll()).status, 410);
  assert.equal((await page.open()).status, 410);
  assert.equal(await page.join(), "ok", "on the node that is there it begins anew");
});

test("without an address of its own a node's pages begin anew elsewhere", async (t) => {
  const nodes = await startNodes(t, 2, { reachable: false });
  nodes.ports = [nodes.nodes[0]!.port];
  const page = await PollPage.load(nodes.site);
  assert.equal(await page.join(), "ok");
  nodes.ports = [nodes.nodes[1]!.port];
  assert.equal((await page.poll()).status, 410);
});
