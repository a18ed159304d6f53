import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";

/** A message of the server: `[join_ref, ref, topic, event, payload]`. */
export type WireFrame = readonly [
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: Readonly<Record<string, unknown>>,
];

/** What a reply says. */
export interface Reply {
  /** "closed" where the connection ended before there was one. */
  readonly status: string;
  readonly response: Readonly<Record<string, unknown>>;
}

const PATIENCE = 15_000;
const OPCODE = { text: 1, close: 8, ping: 9 } as const;

/** A WebSocket on an upgraded connection that says whatever it is told to, well-formed or not. */
export class RawSocket {
  readonly #wire: Duplex;
  readonly #waiting = new Set<() => void>();
  #received: Buffer = Buffer.alloc(0);
  #refs = 0;
  /** All text frames so far, in order. */
  readonly frames: WireFrame[] = [];
  /** Everything that came as text, for those who look for secrets. */
  readonly texts: string[] = [];
  /** The code with which the server closed; 1006 where it just hung up; null while it is open. */
  closed: number | null = null;

  constructor(wire: Duplex, rest: Buffer) {
    this.#wire = wire;
    const ended = (): void => {
      this.closed ??= 1006;
      this.#wake();
    };
    wire.on("data", (chunk: Buffer) => this.#receive(chunk));
    wire.on("error", () => wire.destroy());
    wire.on("end", ended);
    wire.on("close", ended);
    if (rest.length > 0) this.#receive(rest);
  }

  nextRef(): string {
    return String(++this.#refs);
  }

  /** Sends a push; gives its reference. */
  push(topic: string, event: string, payload: unknown, joinRef: string | null = null): string {
    const ref = this.nextRef();
    this.text(JSON.stringify([joinRef ?? (event === "phx_join" ? ref : null), ref, topic, event, payload]));
    return ref;
  }

  /** Sends a text frame, whatever is in it. */
  text(text: string): void {
    this.bytes(maskedFrame(OPCODE.text, Buffer.from(text)));
  }

  /** Sends bytes without a frame of ours around them. */
  bytes(bytes: Uint8Array): void {
    if (!this.#wire.destroyed) this.#wire.write(bytes);
  }

  /** The reply to a push. */
  async reply(ref: string): Promise<Reply> {
    const frame = await this.until(() => this.frames.find(([, of, , event]) => of === ref && event === "phx_reply"));
    if (!frame) return { status: "closed", response: {} };
    const { status, response } = frame[4] as { readonly status: string; readonly response: Reply["response"] };
    return { status, response };
  }

  /** Waits until something is found, which it gives; null when the connection ended before. */
  async until<T>(find: () => T | undefined | false, patience = PATIENCE): Promise<T | null> {
    const deadline = AbortSignal.timeout(patience);
    for (;;) {
      const found = find();
      if (found !== undefined && found !== false) return found;
      if (this.closed !== null) return null;
      if (deadline.aborted) throw new Error(`nothing of what was waited for came within ${patience} ms`);
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          deadline.removeEventListener("abort", wake);
          resolve();
        };
        this.#waiting.add(wake);
        deadline.addEventListener("abort", wake);
      });
    }
  }

  /** Whether a heartbeat is answered. */
  async isAlive(): Promise<boolean> {
    if (this.closed !== null) return false;
    return (await this.reply(this.push("phoenix", "heartbeat", {}))).status === "ok";
  }

  close(): void {
    this.#wire.destroy();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    for (let frame = readFrame(this.#received); frame; frame = readFrame(this.#received)) {
      this.#received = this.#received.subarray(frame.end);
      if (frame.opcode === OPCODE.close) {
        this.closed ??= frame.payload.length >= 2 ? frame.payload.readUInt16BE(0) : 1005;
        this.#wire.end();
      } else if (frame.opcode === OPCODE.text) {
        const text = frame.payload.toString();
        this.texts.push(text);
        this.frames.push(JSON.parse(text) as WireFrame);
      }
    }
    this.#wake();
  }
}

/** A whole frame of a client (RFC 6455, section 5.2). */
export function maskedFrame(opcode: number, payload: Uint8Array, { final = true } = {}): Buffer {
  const { length } = payload;
  const size =
    length < 126
      ? Buffer.from([0x80 | length])
      : length < 65_536
        ? Buffer.from([0x80 | 126, length >> 8, length & 0xff])
        : Buffer.from([0x80 | 127, 0, 0, 0, 0, ...sizeBytes(length)]);
  const mask = randomBytes(4);
  const masked = Buffer.from(payload);
  for (let index = 0; index < length; index++) masked[index]! ^= mask[index & 3]!; // Both are that long.
  return Buffer.concat([Buffer.from([(final ? 0x80 : 0) | opcode]), size, mask, masked]);
}

const sizeBytes = (length: number): readonly number[] => [24, 16, 8, 0].map((shift) => (length >>> shift) & 0xff);

function readFrame(bytes: Buffer): { opcode: number; payload: Buffer; end: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes[1]! & 0x7f;
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < start) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < start + length) return null;
  return { opcode: bytes[0]! & 0xf, payload: bytes.subarray(start, start + length), end: start + length };
}
