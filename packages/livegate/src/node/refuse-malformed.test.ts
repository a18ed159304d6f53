import assert from "node:assert/strict";
import { once } from "node:events";
import { type RequestListener, createServer } from "node:http";
import { type AddressInfo, type Socket, connect } from "node:net";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { pino } from "pino";
import { testContext } from "../plug/test-context.ts";
import { Counters } from "../runtime/counters.ts";
import { refuseMalformed } from "./refuse-malformed.ts";

async function served(t: TestContext, answer: RequestListener, options = {}) {
  const counters = new Counters();
  const server = createServer(options, answer);
  const lines: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void lines.push(line) });
  refuseMalformed(server, { counters, context: { ...testContext(), log } });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  return { counters, lines, open: (): Socket => connect(port, "127.0.0.1") };
}

test("an answer that is under way is cut off, never followed by another in its middle", async (t) => {
  const { counters, open } = await served(t, (_, outgoing) => void outgoing.write("half an answer"));
  const socket = open();
  socket.write("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
  const [first] = (await once(socket, "data")) as [Buffer];
  socket.write("NOTHING\r\n\r\n");
  const all = String(first) + (await text(socket));
  assert.match(all, /^HTTP\/1\.1 200 OK[^]*half an answer\r\n$/);
  assert.deepEqual(counters.snapshot(), {});
});

test("headers that come too slowly are answered with 408; a connection that was opened ahead just ends", async (t) => {
  const limits = { headersTimeout: 40, requestTimeout: 40, connectionsCheckingInterval: 10 };
  const { counters, lines, open } = await served(t, () => assert.fail("no request came"), limits);
  const slow = open();
  slow.write("GET / HTTP/1.1\r\nHost:");
  assert.match(await text(slow), /^HTTP\/1\.1 408 /);
  assert.equal(await text(open()), "");
  assert.deepEqual(counters.snapshot(), { request_refused_408: 1 });
  assert.equal(lines.length, 1);
});

test("a connection that breaks is nothing to tell of", async (t) => {
  const { counters, open } = await served(t, (incoming) => incoming.socket.resetAndDestroy());
  const socket = open();
  socket.write("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
  await assert.rejects(text(socket));
  assert.deepEqual(counters.snapshot(), {});
});
