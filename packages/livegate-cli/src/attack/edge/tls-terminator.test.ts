import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { test } from "node:test";
import { exchange } from "../wire/http-answer.ts";
import { tlsTerminator } from "./tls-terminator.ts";

/** A server that answers with the bytes of the request's head. */
async function mirror() {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (head: Buffer) => {
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${head.length}\r\n\r\n${head.toString("latin1")}`);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

test("a terminator shows a certificate of its host, and puts its own word about the network last", async () => {
  const behind = await mirror();
  const edge = await tlsTerminator("app.attack.test", () => behind.port);
  try {
    // open() would throw for a certificate of another name, or one that can't be verified.
    const wire = await edge.open("10.1.2.3");
    assert.equal(wire.authorized, true);
    assert.equal(wire.getPeerX509Certificate()?.checkHost("app.attack.test"), "app.attack.test");
    const { body } = await exchange(wire, "GET / HTTP/1.1\r\nX-Forwarded-For: 192.0.2.9\r\n\r\n");
    assert.deepEqual(body.split("\r\n"), [
      "GET / HTTP/1.1",
      "X-Forwarded-For: 192.0.2.9",
      "X-Forwarded-For: 10.1.2.3",
      "X-Forwarded-Proto: https",
      "",
      "",
    ]);
    wire.destroy();
  } finally {
    await edge.close();
    behind.close();
  }
});

test("what is no request reaches the app as it is", async () => {
  const behind = await mirror();
  const edge = await tlsTerminator("app.attack.test", () => behind.port);
  try {
    const wire = await edge.open("10.1.2.3");
    const said = once(wire, "data");
    wire.end("no request\n");
    assert.match(String((await said)[0]), /\r\nno request\n$/);
    wire.destroy();
  } finally {
    await edge.close();
    behind.close();
  }
});
