import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Transport } from "../runtime/transport.ts";
import { writeTogether, writeWaiting } from "./outgoing-frames.ts";
import { textFrame } from "./text-frame.ts";

const open = 1;

/** A WebSocket as the runtime sees it. Frames go out uncompressed, so they are written to the wire directly. */
export class SocketTransport implements Transport {
  readonly #webSocket: WebSocket;
  readonly #wire: Duplex;

  constructor(webSocket: WebSocket, wire: Duplex) {
    this.#webSocket = webSocket;
    this.#wire = wire;
  }

  send(frame: string, mayWait = false): void {
    if (this.#webSocket.readyState !== open) return;
    if (mayWait) return writeTogether(this.#wire, textFrame(frame));
    writeWaiting();
    this.#wire.write(textFrame(frame));
  }

  close(code: number, reason: string): void {
    writeWaiting();
    this.#webSocket.close(code, reason);
  }

  terminate(): void {
    this.#webSocket.terminate();
  }

  get bufferedAmount(): number {
    return this.#webSocket.bufferedAmount;
  }
}
