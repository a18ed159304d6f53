import type { Answer, Payload, RawSocket, WireFrame } from "./raw-socket.ts";
import { WireTree } from "./wire-tree.ts";

/** One joined live view: its references, and the page that its messages add up to. */
export class JoinedView {
  readonly socket: RawSocket;
  readonly joinRef: string;
  readonly topic: string;
  /** The response to the join. */
  readonly joined: Payload;
  readonly tree: WireTree;

  constructor(socket: RawSocket, joinRef: string, topic: string, joined: Payload) {
    this.socket = socket;
    this.joinRef = joinRef;
    this.topic = topic;
    this.joined = joined;
    this.tree = new WireTree(joined["rendered"]);
  }

  get html(): string {
    return this.tree.html;
  }

  /** Sends a push of this channel and gives its reference, without waiting. */
  send(event: string, payload: unknown): string {
    const ref = this.socket.nextRef();
    this.socket.send(this.joinRef, ref, this.topic, event, payload);
    return ref;
  }

  /** Sends a push and merges the diff of its answer. */
  async push(event: string, payload: unknown): Promise<Answer> {
    return this.answer(this.send(event, payload));
  }

  /** The answer to an earlier push, its diff merged. */
  async answer(ref: string): Promise<Answer> {
    const answer = await this.socket.reply(ref);
    if (answer.response["diff"]) this.tree.merge(answer.response["diff"]);
    return answer;
  }

  click(event: string, value: unknown = {}): Promise<Answer> {
    return this.push("event", { type: "click", event, value });
  }

  /** A click on something inside of a component. */
  clickIn(cid: number, event: string, value: unknown = {}): Promise<Answer> {
    return this.push("event", { type: "click", event, value, cid });
  }

  sendClick(event: string, value: unknown = {}): string {
    return this.send("event", { type: "click", event, value });
  }

  hook(event: string, value: unknown = {}): Promise<Answer> {
    return this.push("event", { type: "hook", event, value });
  }

  /** Types into a form: `fields` is its urlencoded text. */
  change(event: string, fields: string, target: string): Promise<Answer> {
    return this.push("event", { type: "form", event, value: fields, meta: { _target: target }, uploads: {} });
  }

  submit(event: string, fields: string, meta: object = {}): Promise<Answer> {
    return this.push("event", { type: "form", event, value: fields, meta });
  }

  patch(url: string): Promise<Answer> {
    return this.push("live_patch", { url });
  }

  async leave(): Promise<Answer> {
    return this.push("phx_leave", {});
  }

  /** The next message of this view that the server started, for example "diff". */
  async message(event: string): Promise<WireFrame> {
    const frame = await this.socket.take(
      (next) => next[2] === this.topic && next[3] === event,
      `"${event}" of ${this.topic}`,
    );
    if (event === "diff") this.tree.merge(frame[4]);
    return frame;
  }
}
