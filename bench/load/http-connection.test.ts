import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { HttpConnection, requestText } from "./http-connection.ts";

const page = "é".repeat(50_000);
const server = createServer((request, response) => {
  if (request.url === "/chunks") {
    response.write(page);
    response.end("end");
  } else if (request.url === "/cut") {
    request.socket.destroy();
  } else {
    response.writeHead(request.method === "POST" ? 204 : 200, {
      "content-length": request.method === "POST" ? 0 : 100_000,
    });
    response.end(request.method === "POST" ? undefined : page);
  }
});
let port = 0;
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
after(() => void server.close());

test("a body of a known length is read whole, again and again over one connection", async () => {
  const connection = await HttpConnection.open(port);
  for (let i = 0; i < 3; i++) {
    const answer = await connection.request(requestText("GET", port, "/"));
    assert.equal(answer.status, 200);
    assert.equal(answer.body.toString(), page);
  }
  connection.close();
});

test("a body in chunks is read to its last one", async () => {
  const connection = await HttpConnection.open(port);
  const answer = await connection.request(requestText("GET", port, "/chunks"));
  assert.match(answer.body.toString(), /end\r\n0\r\n\r\n$/);
  connection.close();
});

test("an answer without a body is whole after its head", async () => {
  const connection = await HttpConnection.open(port);
  assert.equal((await connection.request(requestText("POST", port, "/"))).status, 204);
  connection.close();
});

test("a request fails when the server hangs up", async () => {
  const connection = await HttpConnection.open(port);
  await assert.rejects(connection.request(requestText("GET", port, "/cut")), /closed|ECONNRESET/);
});

test("a request on a connection that the server has closed fails at once", async () => {
  const connection = await HttpConnection.open(port);
  await assert.rejects(connection.request(requestText("GET", port, "/cut")));
  await assert.rejects(connection.request(requestText("GET", port, "/")), /closed/);
});
