import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { type TestContext, describe, test } from "node:test";
import { WebSocket, WebSocketServer } from "ws";
import { SocketTransport } from "./socket-transport.ts";

interface Pair {
  readonly transport: SocketTransport;
  /** Frames and the close code, in the order in which they came. */
  readonly received: (string | number)[];
  readonly closed: Promise<unknown>;
}

/** A transport on a real socket, and what its peer gets. */
async function pairs(t: TestContext, count: number): Promise<Pair[]> {
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  t.after(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const open = async (): Promise<Pair> => {
    const transport = new Promise<SocketTransport>((resolve) => {
      server.once("upgrade", (request, wire: Duplex, head) => {
        sockets.handleUpgrade(request, wire, head, (socket) => resolve(new SocketTransport(socket, wire)));
      });
    });
    const peer = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const received: (string | number)[] = [];
    peer.on("message", (data: Buffer) => received.push(data.toString()));
    const closed = once(peer, "close").then(([code]) => received.push(code as number));
    return { transport: await transport, received, closed };
  };
  const opened: Pair[] = [];
  for (let index = 0; index < count; index += 1) opened.push(await open());
  return opened;
}

describe("a WebSocket's transport", () => {
  test("keeps the order of frames that may wait and frames that may not", async (t) => {
    const [{ transport, received, closed }] = (await pairs(t, 1)) as [Pair];
    transport.send("first", true);
    transport.send("second", true);
    transport.send("third");
    transport.send("fourth", true);
    transport.close(4000, "");
    await closed;
    assert.deepEqual(received, ["first", "second", "third", "fourth", 4000]);
  });

  test("lets frames that may wait go by themselves, more of them than wait together too", async (t) => {
    const length = 150;
    const opened = await pairs(t, 3);
    for (let index = 0; index < length; index += 1) {
      for (const [place, { transport }] of opened.entries()) transport.send(`${place}:${index}`, true);
    }
    for (const [place, { received }] of opened.entries()) {
      while (received.length < length) await new Promise(setImmediate);
      assert.deepEqual(
        received,
        Array.from({ length }, (_, index) => `${place}:${index}`),
      );
    }
  });

  test("forgets what waits for a peer that was cut, and serves the others", async (t) => {
    const [cut, other] = (await pairs(t, 2)) as [Pair, Pair];
    cut.transport.send("never", true);
    other.transport.send("still", true);
    cut.transport.terminate();
    await cut.closed;
    cut.transport.send("nor this", true);
    other.transport.close(1000, "");
    await other.closed;
    assert.deepEqual(cut.received, [1006]);
    assert.deepEqual(other.received, ["still", 1000]);
  });
});
