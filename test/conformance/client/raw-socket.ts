import { once } from "node:events";
import type { WebSocket } from "ws";

/** A frame as it stands on the wire. */
export type WireFrame = readonly [
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: Payload,
];
// Whatever a server sent: tests look into it member by member.
export type Payload = Readonly<Record<string, any>>;
export interface Answer {
  readonly status: "ok" | "error";
  readonly response: Payload;
}

const DEADLINE = 5_000;

/** One WebSocket with frames as arrays. Every frame that comes is kept, and waited for by what it has to be. */
export class RawSocket {
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();
  /** All frames so far, in the order of their arrival. */
  readonly log: WireFrame[] = [];
  /** Frames that no `take` has taken. */
  #inbox: WireFrame[] = [];
  #ref = 0;
  /** How the connection ended; null while it is open. */
  ended: { readonly code: number; readonly reason: string } | null = null;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as WireFrame;
      this.log.push(frame);
      this.#inbox.push(frame);
      this.#wake();
    });
    socket.on("close", (code, reason) => {
      this.ended = { code, reason: reason.toString() };
      this.#wake();
    });
    socket.on("error", () => {});
  }

  /** The subprotocol that the server chose. */
  get protocol(): string {
    return this.#socket.protocol;
  }

  nextRef(): string {
    this.#ref += 1;
    return String(this.#ref);
  }

  send(...frame: readonly unknown[]): void {
    this.#socket.send(JSON.stringify(frame));
  }

  /** Sends anything at all: what is no frame, text or bytes. */
  sendRaw(data: string | Uint8Array): void {
    this.#socket.send(data);
  }

  /** Sends bytes as a text frame, whether they are text or not. */
  sendText(data: Uint8Array): void {
    this.#socket.send(data, { binary: false });
  }

  /** Takes the first frame that is so, waiting for it if need be. */
  async take(is: (frame: WireFrame) => boolean, what = String(is)): Promise<WireFrame> {
    const taken = await this.#until(() => {
      const at = this.#inbox.findIndex(is);
      return at < 0 ? null : this.#inbox.splice(at, 1)[0];
    }, what);
    return taken;
  }

  /** The answer to the push with this reference. */
  async reply(ref: string): Promise<Answer> {
    const frame = await this.take(([, of, , event]) => of === ref && event === "phx_reply", `the reply to ${ref}`);
    return frame[4] as Answer; // Every phx_reply has this form; tests look at both members.
  }

  /** Sends a frame with a fresh reference and gives its answer. */
  async ask(joinRef: string | null, topic: string, event: string, payload: unknown): Promise<Answer> {
    const ref = this.nextRef();
    this.send(joinRef, ref, topic, event, payload);
    return this.reply(ref);
  }

  /** A heartbeat there and back: whatever the server had sent before it is in the log afterwards. */
  async heartbeat(): Promise<Answer> {
    return this.ask(null, "phoenix", "heartbeat", {});
  }

  /** Frames that nobody has taken, those of a topic or all. */
  untaken(topic?: string): readonly WireFrame[] {
    return topic === undefined ? this.#inbox : this.#inbox.filter((frame) => frame[2] === topic);
  }

  /** How the server ends the connection. */
  async closed(): Promise<{ readonly code: number; readonly reason: string }> {
    return this.#until(() => this.ended, "the end of the connection");
  }

  /** Stops reading from the wire, as a page does whose machine sleeps. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Lets go of all frames so far. */
  forget(): void {
    this.log.length = 0;
    this.#inbox = [];
  }

  async close(): Promise<void> {
    if (this.#socket.readyState === this.#socket.CLOSED) return;
    const closed = once(this.#socket, "close");
    this.#socket.terminate();
    await closed;
  }

  #wake(): void {
    for (const look of this.#waiting) look();
  }

  async #until<T>(look: () => T | null | undefined, what: string): Promise<T> {
    const found = look();
    if (found !== null && found !== undefined) return found;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const wait = () => {
      const now = look();
      if (now !== null && now !== undefined) resolve(now);
      else if (this.ended) reject(new Error(`The connection ended with ${this.ended.code} before ${what} came.`));
      else return;
      // At once: several frames may come before the promise's own reactions run.
      this.#waiting.delete(wait);
    };
    const timer = setTimeout(() => reject(new Error(`No ${what} within ${DEADLINE} ms.\n${this.#tail()}`)), DEADLINE);
    this.#waiting.add(wait);
    wait();
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(wait);
    });
  }

  #tail(): string {
    return this.log
      .slice(-8)
      .map((frame) => JSON.stringify(frame).slice(0, 200))
      .join("\n");
  }
}
