import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { WebSocketServer } from "ws";
import { LoadSocket } from "./web-socket.ts";

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", path: "/echo" });
server.on("connection", (socket) => {
  socket.ping();
  socket.on("message", (data) => (String(data) === "bye" ? socket.close(1001) : socket.send(String(data))));
});
let port = 0;
before(async () => {
  if (server.address() === null) await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
after(() => void server.close());

test("text of every length form goes there and back", async () => {
  const socket = await LoadSocket.open(port, "/echo", "");
  for (const text of ["", "é", "a".repeat(125), "b".repeat(126), "ü".repeat(30_000)]) {
    const echo = new Promise<string>((resolve) => (socket.onFrame = (payload) => resolve(payload.toString())));
    socket.send(text);
    assert.equal(await echo, text);
  }
  socket.close();
});

test("frames that arrive together are told apart", async () => {
  const socket = await LoadSocket.open(port, "/echo", "");
  const sent = Array.from({ length: 50 }, (_, i) => `${i}`.repeat(i + 1));
  const got: string[] = [];
  const all = new Promise<void>((resolve) => {
    socket.onFrame = (payload) => {
      if (got.push(payload.toString()) === sent.length) resolve();
    };
  });
  for (const text of sent) socket.send(text);
  await all;
  assert.deepEqual(got, sent);
  socket.close();
});

test("a close by the server is noticed", async () => {
  const socket = await LoadSocket.open(port, "/echo", "");
  socket.send("bye");
  await socket.closing;
  assert.equal(socket.closed, true);
});

test("a refused upgrade says its status", async () => {
  await assert.rejects(LoadSocket.open(port, "/elsewhere", ""), /400/);
});

test("a text longer than a load may send throws", async () => {
  const socket = await LoadSocket.open(port, "/echo", "");
  assert.throws(() => socket.send("x".repeat(70_000)), /65,535/);
  socket.close();
});
