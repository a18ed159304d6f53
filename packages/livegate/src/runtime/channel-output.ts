import { encodeClose, encodeCrash, encodePush, encodeReply, redirectPayload } from "../protocol/encode.ts";
import { frameEvent } from "../protocol/wire-names.ts";
import type { Metrics } from "./metrics.ts";
import type { Transport } from "./transport.ts";

/** Writes the frames of one channel: each carries the join's reference, or the client would drop it. */
export class ChannelOutput {
  readonly #transport: Transport;
  readonly #joinRef: string | null;
  readonly #topic: string;
  readonly #metrics: Metrics;
  #open = true;

  constructor(transport: Transport, joinRef: string | null, topic: string, metrics: Metrics) {
    this.#transport = transport;
    this.#joinRef = joinRef;
    this.#topic = topic;
    this.#metrics = metrics;
  }

  get open(): boolean {
    return this.#open;
  }

  /** Answers a push; `response` is JSON text. */
  reply(ref: string | null, status: "ok" | "error", response: string): void {
    this.#answer(ref, status, response, false);
  }

  /** Answers a join. The views inside a page join at the same moment: their answers go together. */
  joined(ref: string | null, status: "ok" | "error", response: string): void {
    this.#answer(ref, status, response, true);
  }

  /** Sends a message of the server's own; `payload` is JSON text. A broadcast makes many of them at once: they go together. */
  push(event: string, payload: string): void {
    if (!this.#open) return;
    this.#metrics.diffBytes += Buffer.byteLength(payload);
    this.#transport.send(encodePush(this.#joinRef, this.#topic, event, payload), true);
  }

  /** Sends what has changed, as members of a diff; nothing where nothing has. */
  pushDiff(members: string): void {
    if (members !== "") this.push(frameEvent.diff, `{${members}}`);
  }

  /** Ends the channel for good: after a leave, a navigation or a second join of the topic. Nothing is sent any more. */
  close(): void {
    this.#end(encodeClose(this.#joinRef, this.#topic));
  }

  /** Ends the channel after a failure; the client joins again. */
  crash(): void {
    this.#end(encodeCrash(this.#joinRef, this.#topic));
  }

  /** Ends the channel without a word: the wire is gone, or a refused join said it all. */
  silence(): void {
    this.#open = false;
  }

  /** Leads the page elsewhere and ends the channel, although it was silenced before: its session is over. */
  farewell(to: string | null): void {
    if (to !== null) {
      this.#transport.send(encodePush(this.#joinRef, this.#topic, frameEvent.redirect, redirectPayload(to)));
    }
    this.#transport.send(encodeClose(this.#joinRef, this.#topic));
  }

  #answer(ref: string | null, status: "ok" | "error", response: string, mayWait: boolean): void {
    if (!this.#open) return;
    this.#metrics.diffBytes += Buffer.byteLength(response);
    this.#transport.send(encodeReply(this.#joinRef, ref, this.#topic, status, response), mayWait);
  }

  #end(frame: string): void {
    if (!this.#open) return;
    this.#transport.send(frame);
    this.#open = false;
  }
}
