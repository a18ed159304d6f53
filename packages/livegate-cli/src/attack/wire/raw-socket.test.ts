import assert from "node:assert/strict";
import { Duplex } from "node:stream";
import { test } from "node:test";
import { RawSocket, maskedFrame } from "./raw-socket.ts";

function wire() {
  const sent: Buffer[] = [];
  const stream = new Duplex({ read() {}, write: (chunk: Buffer, _encoding, done) => (sent.push(chunk), done()) });
  return { stream, sent };
}

/** What a server sends: a frame without a mask. */
function served(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([0x81, ...head]), payload]);
}

test("frames are read across the pieces in which they come, and a reply is found by its reference", async () => {
  const { stream } = wire();
  const socket = new RawSocket(stream, Buffer.alloc(0));
  const reply = socket.reply(socket.push("lv:a", "event", {}));
  const bytes = Buffer.concat([
    served(JSON.stringify([null, null, "lv:a", "diff", { long: "x".repeat(300) }])),
    served(JSON.stringify(["1", "1", "lv:a", "phx_reply", { status: "ok", response: { a: 1 } }])),
  ]);
  for (let at = 0; at < bytes.length; at += 7) stream.push(bytes.subarray(at, at + 7));
  assert.deepEqual(await reply, { status: "ok", response: { a: 1 } });
  assert.equal(socket.frames.length, 2);
});

test("the code of a close is kept, and whoever waits is told", async () => {
  const { stream } = wire();
  const socket = new RawSocket(stream, Buffer.alloc(0));
  const reply = socket.reply(socket.push("lv:a", "event", {}));
  stream.push(Buffer.from([0x88, 2, 0x03, 0xe9]));
  assert.equal((await reply).status, "closed");
  assert.equal(socket.closed, 1001);
});

for (const length of [0, 125, 126, 65_535, 65_536]) {
  test(`a frame of ${length} bytes says its length and masks what it carries`, () => {
    const payload = Buffer.alloc(length, "x");
    const frame = maskedFrame(1, payload);
    const start = frame.length - length;
    const mask = frame.subarray(start - 4, start);
    assert.equal(frame[0], 0x81);
    assert.equal(start - 4, length < 126 ? 2 : length < 65_536 ? 4 : 10);
    assert.deepEqual(
      frame.subarray(start).map((byte, index) => byte ^ (mask[index & 3] ?? 0)),
      payload,
    );
  });
}
