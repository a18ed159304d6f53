import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { HttpConnection } from "./http-connection.ts";

/** Any key will do, but not zeros: servers skip the unmasking for those. */
const MASK = randomBytes(4).map((byte) => byte | 1);
const MASKED_TEXT = 0x81;
const BINARY = 0x82;
const CLOSE = 0x8;
const PING = 0x9;

/** A WebSocket client for whole, unfragmented text frames: all that this load needs, at a third of a full client's CPU. */
export class LoadSocket {
  readonly #wire: Socket;
  #received: Buffer = Buffer.alloc(0);
  #body: { readonly of: Buffer; readonly at: number; readonly masked: Buffer } | null = null;
  /** Called with each text frame's bytes, which are valid during the call only. */
  onFrame: (payload: Buffer) => void = () => {};
  closed = false;
  readonly closing: Promise<unknown>;

  private constructor(wire: Socket, rest: Buffer) {
    this.#wire = wire;
    wire.on("data", (data: Buffer) => this.#receive(data));
    wire.on("error", () => wire.destroy());
    this.closing = new Promise((resolve) => wire.on("close", resolve)).then(() => (this.closed = true));
    if (rest.length > 0) this.#receive(rest);
  }

  static async open(port: number, path: string, headers: string): Promise<LoadSocket> {
    const connection = await HttpConnection.open(port);
    const key = randomBytes(16).toString("base64");
    const answer = await connection.request(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n${headers}\r\n`,
    );
    if (answer.status !== 101) throw new Error(`the upgrade was answered with ${answer.status}`);
    return new LoadSocket(connection.release(), answer.body);
  }

  send(text: string): void {
    this.#wire.write(maskedFrame(text));
  }

  /** Sends a binary frame of two parts. What it costs to mask the second is paid once, as long as it and the first one's length stay. */
  sendBinary(head: Buffer, body: Buffer): void {
    const start = masked(binaryHead(head.length + body.length), head, 0);
    if (this.#body?.of !== body || this.#body.at !== head.length)
      this.#body = { of: body, at: head.length, masked: masked(Buffer.alloc(0), body, head.length) };
    this.#wire.cork();
    this.#wire.write(start);
    this.#wire.write(this.#body.masked);
    this.#wire.uncork();
  }

  /** Cuts the wire without a closing handshake. */
  close(): void {
    this.#wire.destroy();
  }

  #receive(data: Buffer): void {
    let bytes = this.#received.length === 0 ? data : Buffer.concat([this.#received, data]);
    for (let frame = readFrame(bytes); frame !== null; frame = readFrame(bytes)) {
      bytes = bytes.subarray(frame.end);
      if (frame.opcode === CLOSE) this.#wire.destroy();
      else if (frame.opcode !== PING) this.onFrame(frame.payload);
    }
    this.#received = bytes;
  }
}

function maskedFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  if (length > 0xffff) throw new Error("a frame of this load has at most 65,535 bytes");
  const start = length < 126 ? 6 : 8;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = MASKED_TEXT;
  if (length < 126) frame[1] = 0x80 | length;
  else {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(length, 2);
  }
  frame.set(MASK, start - 4);
  frame.write(text, start);
  for (let i = 0; i < length; i++) frame[start + i]! ^= MASK[i & 3]!;
  return frame;
}

function binaryHead(length: number): Buffer {
  const head = Buffer.allocUnsafe(14);
  head[0] = BINARY;
  head[1] = 0x80 | 127;
  head.writeBigUInt64BE(BigInt(length), 2);
  head.set(MASK, 10);
  return head;
}

/** `start`, then `bytes` as they are masked from a place in the payload on. */
function masked(start: Buffer, bytes: Buffer, at: number): Buffer {
  const frame = Buffer.concat([start, bytes]);
  for (let i = 0; i < bytes.length; i++) frame[start.length + i]! ^= MASK[(at + i) & 3]!;
  return frame;
}

function readFrame(bytes: Buffer): { opcode: number; payload: Buffer; end: number } | null {
  if (bytes.length < 2) return null;
  const opcode = bytes[0]! & 0xf;
  let length = bytes[1]! & 0x7f;
  let start = 2;
  if (length === 126) {
    if (bytes.length < 4) return null;
    length = bytes.readUInt16BE(2);
    start = 4;
  } else if (length === 127) {
    if (bytes.length < 10) return null;
    length = Number(bytes.readBigUInt64BE(2));
    start = 10;
  }
  if (bytes.length < start + length) return null;
  return { opcode, payload: bytes.subarray(start, start + length), end: start + length };
}
