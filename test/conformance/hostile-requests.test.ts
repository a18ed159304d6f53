import assert from "node:assert/strict";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { type SampleApp, sampleAppFor, startSampleApp } from "./sample-app/sample-app.ts";

let app: SampleApp;
before(async () => {
  app = await startSampleApp();
});
after(() => app.stop());

interface SendOptions {
  readonly body?: string;
  readonly connection?: string;
  readonly port?: number;
}

/** The whole answer to a request as it stands on the wire. */
async function send(lines: readonly string[], options: SendOptions = {}): Promise<string> {
  const { body = "", connection = "close", port = app.port } = options;
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(`${[...lines, `Connection: ${connection}`].join("\r\n")}\r\n\r\n${body}`, "latin1");
  return text(socket);
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
const linesSince = (count: number): string => app.logged.slice(count).join("");

const upgrade = ["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="];

describe("a request that is not for this app, or for nobody", () => {
  const refused: Readonly<Record<string, readonly [status: number, ...lines: string[]]>> = {
    "of a foreign host": [421, "GET /plain HTTP/1.1", "Host: evil.test"],
    "with two Host lines": [421, "GET /plain HTTP/1.1", "Host: shop.test", "Host: evil.test"],
    "with another host in its first line": [400, "GET http://evil.test/plain HTTP/1.1", "Host: shop.test"],
    "with no host at all": [400, "GET /plain HTTP/1.0"],
    "with an empty host": [400, "GET /plain HTTP/1.1", "Host:"],
    "with a name and a password in its host": [400, "GET /plain HTTP/1.1", "Host: a:b@shop.test"],
    "with a backslash in its path": [400, "GET /\\evil.test HTTP/1.1", "Host: shop.test"],
    "with a first line that is no address": [400, "GET http:// HTTP/1.1", "Host: shop.test"],
    "of the server as a whole": [400, "OPTIONS * HTTP/1.1", "Host: shop.test"],
  };
  for (const [name, [status, ...lines]] of Object.entries(refused)) {
    it(`is refused with ${status} and a line in the log: ${name}`, async () => {
      const [count, failures] = [app.logged.length, app.app.counters.value(`request_refused_${status}`)];
      const answer = await send(lines);
      assert.equal(statusOf(answer), status);
      assert.match(linesSince(count), /"level":40.*"request refused"/);
      assert.equal(app.app.counters.value(`request_refused_${status}`), failures + 1);
    });
  }

  it("is answered where its first line names this very host", async () => {
    assert.equal(statusOf(await send(["GET http://shop.test/plain HTTP/1.1", "Host: shop.test"])), 200);
  });

  it("is led to the app where it lacks the slash behind the app's base, and nowhere else", async (t) => {
    const { port } = await sampleAppFor(t, { url: "https://shop.test/shop" });
    const answer = await send(["GET /shop?q=1 HTTP/1.1", "Host: shop.test"], { port });
    assert.equal(statusOf(answer), 308);
    assert.match(answer, /\r\nlocation: \/shop\/\?q=1\r\n/i);
  });

  it("opens no socket with two Host lines", async () => {
    const path = "GET /live/websocket?vsn=2.0.0 HTTP/1.1";
    const answer = await send([path, "Host: shop.test", "Host: evil.test", ...upgrade], { connection: "Upgrade" });
    assert.equal(statusOf(answer), 400);
  });

  it("leaves a line in the log where no page stands", async () => {
    const count = app.logged.length;
    assert.equal(statusOf(await send(["GET /.env HTTP/1.1", "Host: shop.test"])), 404);
    assert.match(linesSince(count), /"path":"\/\.env"/);
  });

  it("leaves a line in the log where its form is too large", async () => {
    const form = ["Content-Type: application/x-www-form-urlencoded", "Content-Length: 900000"];
    const count = app.logged.length;
    assert.equal(statusOf(await send(["POST /log_in HTTP/1.1", "Host: shop.test", ...form])), 413);
    assert.match(linesSince(count), /"status":413/);
  });
});

describe("a request that could be read in two ways", () => {
  const host = "Host: shop.test";
  const shapes: Readonly<Record<string, readonly string[]>> = {
    "two lengths": ["POST /post HTTP/1.1", host, "Content-Length: 5", "Content-Length: 6"],
    "a length and chunks": ["POST /post HTTP/1.1", host, "Content-Length: 5", "Transfer-Encoding: chunked"],
    "chunks of an unknown kind": ["POST /post HTTP/1.1", host, "Transfer-Encoding: xchunked"],
    "a space before a colon": ["POST /post HTTP/1.1", host, "Transfer-Encoding : chunked"],
    "a signed length": ["POST /post HTTP/1.1", host, "Content-Length: +5"],
    "a folded line": ["GET /plain HTTP/1.1", host, "X-A: b\r\n c"],
  };
  for (const [name, lines] of Object.entries(shapes)) {
    it(`is refused with 400, and what stands behind it is no request: ${name}`, async () => {
      const answer = await send(lines, { body: `0\r\n\r\nGET /plain HTTP/1.1\r\n${host}\r\n\r\n` });
      assert.equal(statusOf(answer), 400);
      assert.equal(answer.split("HTTP/1.1 ").length, 2);
    });
  }
});

describe("what never becomes a request", () => {
  const host = "Host: shop.test";
  const shapes: Readonly<Record<string, readonly [status: number, ...lines: string[]]>> = {
    "no HTTP at all": [400, "\x16\x03\x01\x02"],
    "an unknown method": [400, "FOO /plain HTTP/1.1", host],
    "a NUL in a header": [400, "GET /plain HTTP/1.1", host, "X-A: a\0b"],
    "headers of 20 kB": [431, "GET /plain HTTP/1.1", host, `X-A: ${"a".repeat(20_000)}`],
    "a wish for a tunnel": [405, "CONNECT evil.test:443 HTTP/1.1", "Host: evil.test:443"],
  };
  for (const [name, [status, ...lines]] of Object.entries(shapes)) {
    it(`is answered with ${status}, counted and logged: ${name}`, async () => {
      const [count, refused] = [app.logged.length, app.app.counters.value(`request_refused_${status}`)];
      const answer = await send(lines);
      assert.equal(statusOf(answer), status);
      assert.match(linesSince(count), /"level":40.*"request refused"/);
      assert.equal(app.app.counters.value(`request_refused_${status}`), refused + 1);
    });
  }
});

describe("headers that only a proxy should set", () => {
  it("change nothing where no proxy is trusted", async () => {
    const lines = [
      "X-Forwarded-Host: evil.test",
      "X-Forwarded-Proto: http",
      "Forwarded: host=evil.test",
      "X-Forwarded-For: 1.2.3.4",
    ];
    const answer = await send(["GET /members HTTP/1.1", "Host: shop.test", ...lines]);
    assert.equal(statusOf(answer), 302);
    assert.match(answer, /\r\nlocation: \/log_in\?return_to=%2Fmembers\r\n/i);
    assert.match(answer, /__Host-session=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure/);
    assert.doesNotMatch(answer, /evil/);
  });

  it("don't change the method", async () => {
    const answer = await send([
      "POST /plain HTTP/1.1",
      "Host: shop.test",
      "X-HTTP-Method-Override: GET",
      "Content-Length: 0",
    ]);
    assert.equal(statusOf(answer), 404);
  });
});
