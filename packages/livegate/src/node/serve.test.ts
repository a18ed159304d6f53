import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as tcp } from "node:net";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { WebSocket } from "ws";
import type { App, UpgradeRequest } from "../endpoint/app.ts";
import { LivegateError } from "../errors/livegate-error.ts";
import { PollNodes } from "../endpoint/poll-nodes.ts";
import { Counters } from "../runtime/counters.ts";
import type { Transport } from "../runtime/transport.ts";
import { type Served, serve } from "./serve.ts";

/** An app that echoes, and remembers what it saw. */
class EchoApp {
  readonly context = { base: "", log: { error: (fields: { err?: unknown }) => this.errors.push(fields), warn() {} } };
  readonly counters = new Counters();
  readonly polls = new PollNodes();
  readonly errors: { err?: unknown }[] = [];
  readonly development = null;
  readonly upgrades: UpgradeRequest[] = [];
  readonly transports: Transport[] = [];
  readonly binaries: Uint8Array[] = [];
  closedConnections = 0;
  refusal: { readonly status: number; readonly reason: string } | null = null;

  readonly slow = Promise.withResolvers<void>();
  readonly slowStarted = Promise.withResolvers<void>();

  fetch(request: Request, { remoteAddress }: { remoteAddress?: string } = {}): Response | Promise<Response> {
    if (request.url.endsWith("/slow")) {
      this.slowStarted.resolve();
      return this.slow.promise.then(() => new Response("done"));
    }
    if (request.url.endsWith("/broken")) throw new Error("broken");
    return new Response(`${request.method} ${new URL(request.url).pathname} from ${remoteAddress}`);
  }

  readonly errorPage: App["errorPage"] = (status) => new Response(`page ${status}`, { status });

  connect(upgrade: UpgradeRequest): ReturnType<App["connect"]> {
    this.upgrades.push(upgrade);
    if (this.refusal) return { ok: false, ...this.refusal };
    return { ok: true, protocol: "phoenix", open: (transport) => this.#open(transport) as never };
  }

  #open(transport: Transport): object {
    this.transports.push(transport);
    return {
      receive(frame: string) {
        if (frame === "throw") throw new Error("a bug");
        transport.send(`${frame}!`);
      },
      receiveBinary: (data: Uint8Array) => this.binaries.push(data),
      closed: () => this.closedConnections++,
    };
  }

  async stop(): Promise<void> {
    for (const transport of this.transports) transport.close(1012, "restart");
  }
}

interface Running extends Served {
  readonly app: EchoApp;
}

async function start(t: TestContext, stopWithin = 500): Promise<Running> {
  const app = new EchoApp();
  const served = await serve(app as unknown as App, { port: 0, stopWithin }); // The parts of an app that a server uses.
  t.after(() => served.stop());
  return { ...served, app };
}

async function open(server: Served, protocols: readonly string[] = []): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/live/websocket?vsn=2.0.0`, [...protocols]);
  await once(socket, "open");
  return socket;
}

async function received(socket: WebSocket): Promise<string> {
  const [data] = (await once(socket, "message")) as [Buffer];
  return data.toString();
}

async function closeCodeOf(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, "close")) as [number];
  return code;
}

async function send(server: Served, request: string): Promise<string> {
  const socket = tcp(server.port, "127.0.0.1");
  socket.write(request);
  return text(socket);
}

const upgradeLines = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";

test("requests reach the app with the peer's address", async (t) => {
  const server = await start(t);
  assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  const response = await fetch(`${server.url}/albums?q=1`, { method: "POST", body: "x" });
  assert.equal(await response.text(), "POST /albums from 127.0.0.1");
});

test("an app that throws is answered with 500 and logged", async (t) => {
  const server = await start(t);
  const response = await fetch(`${server.url}/broken`);
  assert.deepEqual([response.status, await response.text()], [500, "page 500"]);
  assert.ok(server.app.errors[0]?.err instanceof Error, "the log line has the error's own words");
});

test("text and binary frames reach the connection, and its frames the client", async (t) => {
  const server = await start(t);
  const socket = await open(server);
  for (const frame of ["hello", "é😀", "x".repeat(126), "é".repeat(40_000), "y".repeat(200_000)]) {
    socket.send(frame);
    assert.equal(await received(socket), `${frame}!`);
  }
  socket.send(Buffer.from([0, 1, 2]));
  socket.send("after");
  await received(socket);
  assert.deepEqual(
    server.app.binaries.map((data) => data.toString()),
    ["\0\u0001\u0002"],
  );
});

test("the stock client's subprotocol is answered, and the upgrade carries URL, headers and address", async (t) => {
  const server = await start(t);
  const socket = await open(server, ["phoenix", "base64url.bearer.phx.VE9LRU4"]);
  assert.equal(socket.protocol, "phoenix");
  const [upgrade] = server.app.upgrades;
  assert.equal(upgrade?.url, "/live/websocket?vsn=2.0.0");
  assert.equal(upgrade.headers["sec-websocket-protocol"], "phoenix,base64url.bearer.phx.VE9LRU4");
  assert.equal(upgrade.remoteAddress, "127.0.0.1");
});

test("a refused upgrade is a plain HTTP response", async (t) => {
  const server = await start(t);
  server.app.refusal = { status: 403, reason: "foreign origin" };
  const answer = await send(server, upgradeLines("/live/websocket?vsn=2.0.0"));
  assert.match(answer, /^HTTP\/1\.1 403 Forbidden\r\n/);
  assert.match(answer, /\r\n\r\nforeign origin\n$/);
});

test("an upgrade to anything but a WebSocket is an ordinary request", async (t) => {
  const server = await start(t);
  const request = "GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n";
  assert.match(await send(server, request), /^HTTP\/1\.1 200 OK[^]*GET \/x/);
  assert.equal(server.app.upgrades.length, 0);
});

test("malformed HTTP and oversized headers are answered, not survived by luck", async (t) => {
  const server = await start(t);
  assert.match(await send(server, "NONSENSE\r\n\r\n"), /^HTTP\/1\.1 400 /);
  assert.match(await send(server, `GET / HTTP/1.1\r\nHost: x\r\nX: ${"y".repeat(20_000)}\r\n\r\n`), /^HTTP\/1\.1 431 /);
  assert.match(
    await send(server, upgradeLines("/live/websocket").replace("Version: 13", "Version: 1")),
    /^HTTP\/1\.1 4\d\d /,
  );
});

test("a frame beyond the limit closes that socket alone", async (t) => {
  const server = await start(t);
  const [large, other] = [await open(server), await open(server)];
  large.send("x".repeat(1_048_577));
  assert.equal(await closeCodeOf(large), 1009);
  other.send("still here");
  assert.equal(await received(other), "still here!");
});

test("an error in a connection closes its socket and is logged", async (t) => {
  const server = await start(t);
  const socket = await open(server);
  socket.send("throw");
  assert.equal(await closeCodeOf(socket), 1011);
  assert.equal(server.app.errors.length, 1);
});

test("a connection hears of its end however the socket ends", async (t) => {
  const server = await start(t);
  const [polite, rude] = [await open(server), await open(server)];
  const [first, second] = server.app.transports;
  polite.close();
  rude.terminate();
  await Promise.all([once(polite, "close"), once(rude, "close")]);
  while (server.app.closedConnections < 2) await new Promise(setImmediate);
  first?.send("into the void");
  first?.close(1001, "again");
  second?.terminate();
  assert.equal(server.app.closedConnections, 2);
});

test("stopping lets clients connect elsewhere and takes nothing new", async (t) => {
  const server = await start(t);
  const socket = await open(server);
  const code = closeCodeOf(socket);
  await server.stop();
  assert.equal(await code, 1012);
  await assert.rejects(fetch(server.url));
});

test("stopping lets a running request end, and no longer", async (t) => {
  const server = await start(t, 60_000);
  const response = fetch(`${server.url}/slow`);
  await server.app.slowStarted.promise;
  const stopped = server.stop();
  server.app.slow.resolve();
  assert.equal(await (await response).text(), "done");
  await stopped;
});

test("stopping doesn't wait for a client that never answers", async (t) => {
  const server = await start(t);
  const deaf = tcp(server.port, "127.0.0.1");
  deaf.on("error", () => {});
  deaf.write(upgradeLines("/live/websocket?vsn=2.0.0"));
  await once(deaf, "data");
  await server.stop();
  assert.equal(server.app.closedConnections, 1);
  deaf.destroy();
});

test("a port that is taken is a plain error", async (t) => {
  const server = await start(t);
  await assert.rejects(
    serve(server.app as unknown as App, { port: server.port }),
    (error) => error instanceof LivegateError && error.code === "LG_LISTEN",
  );
});
