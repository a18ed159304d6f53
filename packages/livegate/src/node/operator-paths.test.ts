import assert from "node:assert/strict";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { WebSocket } from "ws";
import { browser, siteWith } from "../endpoint/site.fixture.ts";
import { html } from "../html/html.ts";
import { liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import { MemoryServer } from "../pubsub/memory-server.fixture.ts";
import { NodePubSub } from "../pubsub/node-pubsub.ts";
import type { PubSub } from "../pubsub/pubsub.ts";
import { spans } from "../tracing/spans.ts";
import { Secret } from "../token/secret.ts";
import { type ServeOptions, serve } from "./serve.ts";

const TOKEN = "only-for-tests-".repeat(3);
const paths = definePaths({ home: "/" });
const view = liveView({ mount: () => ({}), render: () => html`<p>Hello</p>` });

async function start(t: TestContext, { pubsub, ...options }: Partial<ServeOptions> & { pubsub?: PubSub } = {}) {
  const port = await freePort();
  const site = siteWith(
    (r) =>
      r.scope({ pipeThrough: browser }, (inner) =>
        inner.liveSession("all", { public: true }, (s) => s.live(paths.home, view)),
      ),
    { url: `http://127.0.0.1:${port}`, ...(pubsub && { pubsub }) },
  );
  const server = await serve(site.app, { port, stopWithin: 200, ...options });
  t.after(() => server.stop());
  const ask = async (path: string, { token, ...init }: RequestInit & { token?: string } = {}) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(server.url + path, { headers, ...init });
    return { status: response.status, text: await response.text(), type: response.headers.get("content-type") };
  };
  return { ...site, server, ask };
}

/** The app's address names its port, so it has to be known before it is listened on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A request that names another host, as one that asks a node by its address does. */
async function askAs(host: string, url: string): Promise<{ status: number | undefined; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; body: string }>();
  const sent = httpRequest(url, { headers: { host } }, (response) => {
    text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
  });
  sent.on("error", reject).end();
  return promise;
}

test("a server says that it lives and is ready, whatever host it is asked by", async (t) => {
  const { server, ask } = await start(t);
  assert.deepEqual(await askAs("10.0.0.7:4000", `${server.url}/healthz/live`), { status: 200, body: "live\n" });
  assert.deepEqual(await askAs("10.0.0.7:4000", `${server.url}/healthz/ready`), { status: 200, body: "ready\n" });
  assert.equal((await askAs("10.0.0.7:4000", `${server.url}/`)).status, 421, "pages are for the app's own host");
  assert.equal((await ask("/healthz/other")).status, 404);
});

test("it isn't ready while what it needs isn't there, says why in its log alone, and asks once a second at most", async (t) => {
  let asked = 0;
  const { ask, logged } = await start(t, {
    ready: async () => {
      asked += 1;
      return { ok: false, reason: "closed" };
    },
  });
  const answers = await Promise.all([ask("/healthz/ready"), ask("/healthz/ready"), ask("/healthz/ready")]);
  for (const { status, text: body } of answers) assert.deepEqual([status, body], [503, "not ready\n"]);
  assert.equal((await ask("/healthz/live")).status, 200);
  assert.ok(asked <= 2, `asked ${asked} times`);
  assert.equal(logged.filter((line) => line.includes("not ready") && line.includes("closed")).length, 1);
});

test("a check that throws, at once or later, is a server that isn't ready", async (t) => {
  const fail = (): never => {
    throw new Error("no such table");
  };
  for (const ready of [fail, async () => fail()]) {
    const { ask, logged } = await start(t, { ready });
    assert.equal((await ask("/healthz/ready")).status, 503);
    assert.ok(logged.some((line) => line.includes("no such table")));
  }
});

test("a check that never ends is one too, after two seconds", { timeout: 10_000 }, async (t) => {
  const { ask, logged } = await start(t, { ready: () => new Promise(() => {}) });
  assert.equal((await ask("/healthz/ready")).status, 503);
  assert.ok(logged.some((line) => line.includes("not ready") && line.includes("slow")));
});

test("a node whose others are out of reach is ready, and says that they are", async (t) => {
  const [server, pubsub] = [new MemoryServer(), new NodePubSub()];
  await pubsub.connect(server.adapter());
  t.after(() => pubsub.stop());
  const { ask } = await start(t, { pubsub, metricsToken: new Secret(TOKEN) });
  const metrics = async () => (await ask("/metrics", { token: TOKEN })).text;
  assert.equal((await ask("/healthz/ready")).text, "ready\n");
  assert.match(await metrics(), /^livegate_pubsub_state\{state="connected"\} 1$/m);
  server.isDown = true;
  server.cut();
  const { status, text: body } = await ask("/healthz/ready");
  assert.deepEqual([status, body], [200, "ready\npubsub disconnected\n"]);
  assert.match(await metrics(), /^livegate_pubsub_state\{state="disconnected"\} 1$/m);
  assert.match(await metrics(), /^livegate_pubsub_state\{state="connected"\} 0$/m);
});

test("without a token there are no metrics, and with one they are for who knows it", async (t) => {
  const closed = await start(t);
  assert.equal((await closed.ask("/metrics", { token: TOKEN })).status, 404);
  const { ask } = await start(t, { metricsToken: new Secret(TOKEN) });
  assert.equal((await ask("/metrics")).status, 404, "nobody else learns that there are any");
  assert.equal((await ask("/metrics", { token: `${TOKEN}x` })).status, 404);
  const { status, type } = await ask("/metrics", { token: TOKEN });
  assert.deepEqual([status, type], [200, "text/plain; version=0.0.4; charset=utf-8"]);
});

test("the metrics count what is there and what was done", async (t) => {
  const { server, ask } = await start(t, { metricsToken: new Secret(TOKEN) });
  const read = async (name: string): Promise<number> => {
    const { text: body } = await ask("/metrics", { token: TOKEN });
    const line = body.split("\n").find((candidate) => candidate.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1) ?? assert.fail(`no ${name} in ${body}`));
  };
  const page = await ask("/");
  const [, id = "", token = ""] = /id="(phx-[^"]+)" data-phx-main data-phx-session="([^"]+)"/.exec(page.text) ?? [];
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/live/websocket?vsn=2.0.0`);
  const answered = Promise.withResolvers<string>();
  socket.on("message", (data: Buffer) => answered.resolve(data.toString()));
  socket.on("open", () =>
    socket.send(
      JSON.stringify(["1", "1", `lv:${id}`, "phx_join", { session: token, url: `${server.url}/`, params: {} }]),
    ),
  );
  await answered.promise;
  assert.equal(await read('livegate_http_requests_total{status="2xx"}'), 1);
  assert.equal(await read("livegate_connections"), 1);
  const joins =
    (await read('livegate_joins_total{result="joined"}')) + (await read('livegate_joins_total{result="refused"}'));
  assert.equal(joins, 1, "it was answered, whatever became of it");
  assert.ok((await read("livegate_diff_bytes_total")) > 0);
  assert.equal(await read("livegate_mailbox_messages"), 0);
  assert.ok((await read("process_resident_memory_bytes")) > 1e6);
  assert.ok((await read('livegate_event_loop_delay_seconds{quantile="0.99"}')) < 10);
  socket.terminate();
});

test("waits for the database's pool are counted while metrics may be asked for", async (t) => {
  const { ask, server } = await start(t, { metricsToken: new Secret(TOKEN) });
  const span = {};
  spans.pool.start.publish(span);
  const during = await ask("/metrics", { token: TOKEN });
  assert.match(during.text, /^livegate_database_pool_waiting 1$/m);
  spans.pool.asyncEnd.publish(span);
  const after = await ask("/metrics", { token: TOKEN });
  assert.match(after.text, /^livegate_database_pool_waiting 0\n[^]*^livegate_database_pool_waits_total 1$/m);
  await server.stop();
  assert.equal(spans.pool.start.hasSubscribers, false);
});
