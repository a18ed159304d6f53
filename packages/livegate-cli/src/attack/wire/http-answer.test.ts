import assert from "node:assert/strict";
import { Duplex } from "node:stream";
import { test } from "node:test";
import { exchange } from "./http-answer.ts";

/** A wire on which these pieces come, one after the other; then it ends, or stays open. */
function wireWith(pieces: readonly string[], { stays = false } = {}): Duplex {
  const wire = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  for (const piece of pieces) wire.push(piece);
  if (!stays) wire.push(null);
  return wire;
}

const answers: readonly (readonly [what: string, pieces: readonly string[], stays: boolean, body: string])[] = [
  ["with a length", ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", "\r\nhel", "lo"], true, "hello"],
  [
    "in chunks",
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r", "\n2\r\nlo\r\n0\r\n\r\n"],
    true,
    "hello",
  ],
  ["up to the end of the connection", ["HTTP/1.1 200 OK\r\n\r\nhel", "lo"], false, "hello"],
];

for (const [what, pieces, stays, body] of answers) {
  test(`an answer ${what} is whole as soon as it can be`, async () => {
    const answer = await exchange(wireWith(pieces, { stays }), "GET / HTTP/1.1\r\n\r\n");
    assert.deepEqual([answer.status, answer.body], [200, body]);
  });
}

test("every value of a header is kept", async () => {
  const head = "HTTP/1.1 302 Found\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n";
  const { headers } = await exchange(wireWith([head]), "");
  assert.deepEqual(headers.get("set-cookie"), ["a=1", "b=2"]);
});

test("a connection that is closed without a word gives status 0", async () => {
  assert.equal((await exchange(wireWith([]), "")).status, 0);
});
