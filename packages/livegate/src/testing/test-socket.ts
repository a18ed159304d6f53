import type { App } from "../endpoint/app.ts";
import { LivegateError } from "../errors/livegate-error.ts";
import { frameEvent, protocolVersion } from "../protocol/wire-names.ts";
import type { Connection } from "../runtime/live-connection.ts";
import type { Transport } from "../runtime/transport.ts";
import type { Wire } from "./wire-node.ts";

/** A frame as it stands on the wire. */
export type WireFrame = readonly [
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: Wire,
];

/** The answer to a push. */
export interface PushAnswer {
  readonly status: "ok" | "error";
  readonly response: Wire;
}

/** What a page makes of the frames that the server sends, and of the end. */
export interface SocketOwner {
  /** Called for each frame in the order of the wire; for an answer before whoever waits for it goes on. */
  heard(frame: WireFrame, bytes: number): void;
  /** The wire is gone; not called for an end that the page itself began. */
  ended(code: number): void;
}

interface ConnectOptions {
  readonly csrfToken: string | null;
  readonly cookies: string | null;
  readonly owner: SocketOwner;
}

/** Milliseconds that a server has for an answer, by the machine's clock: so that no test waits for ever. */
export const PATIENCE = 5_000;

/** The socket of one page: frames go to the app and come back without a network. */
export class TestSocket implements Transport {
  readonly bufferedAmount = 0;
  readonly #owner: SocketOwner;
  readonly #answers = new Map<string, { readonly topic: string; answer(answer: PushAnswer): void }>();
  #connection: Connection | null = null;
  #ref = 0;

  private constructor(owner: SocketOwner) {
    this.#owner = owner;
  }

  /** Connects as the stock client does: the CSRF token is a subprotocol, cookies and origin are headers. */
  static open(app: App, { csrfToken, cookies, owner }: ConnectOptions): TestSocket {
    const { url, base } = app.context;
    const bearer = csrfToken === null ? [] : [`base64url.bearer.phx.${Buffer.from(csrfToken).toString("base64url")}`];
    const upgrade = app.connect({
      url: `${base}/live/websocket?vsn=${protocolVersion}`,
      headers: {
        host: url.host,
        origin: url.origin,
        "sec-websocket-protocol": ["phoenix", ...bearer].join(", "),
        ...(cookies === null ? {} : { cookie: cookies }),
      },
      remoteAddress: "127.0.0.1",
    });
    if (!upgrade.ok)
      throw new LivegateError("LG_TEST_VIEW", `The socket was refused with ${upgrade.status}: ${upgrade.reason}.`);
    const socket = new TestSocket(owner);
    socket.#connection = upgrade.open(socket);
    return socket;
  }

  get isOpen(): boolean {
    return this.#connection !== null;
  }

  nextRef(): string {
    this.#ref += 1;
    return String(this.#ref);
  }

  /** Sends a push and waits for its answer. */
  push(joinRef: string | null, topic: string, event: string, payload: object): Promise<PushAnswer> {
    return this.pushAs(this.nextRef(), { joinRef, topic, event, payload });
  }

  pushAs(
    ref: string,
    { joinRef, topic, event, payload }: { joinRef: string | null; topic: string; event: string; payload: object },
  ): Promise<PushAnswer> {
    const text = JSON.stringify([joinRef, ref, topic, event, payload]);
    return this.#ask(ref, { topic, event }, (connection) => connection.receive(text));
  }

  /** Sends bytes and waits for their answer. */
  pushBytes(
    joinRef: string,
    { topic, event, bytes }: { readonly topic: string; readonly event: string; readonly bytes: Uint8Array },
  ): Promise<PushAnswer> {
    const ref = this.nextRef();
    const fields = [joinRef, ref, topic, event].map((field) => Buffer.from(field));
    const frame = Buffer.concat([Buffer.from([0, ...fields.map(({ length }) => length)]), ...fields, bytes]);
    return this.#ask(ref, { topic, event }, (connection) => connection.receiveBinary(frame));
  }

  async #ask(
    ref: string,
    { topic, event }: { readonly topic: string; readonly event: string },
    send: (connection: Connection) => void,
  ): Promise<PushAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<PushAnswer>();
    this.#answers.set(ref, { topic, answer: resolve });
    const late = new LivegateError("LG_TEST_VIEW", `The server hasn't answered "${event}" within ${PATIENCE} ms.`);
    const timer = setTimeout(() => reject(late), PATIENCE);
    if (this.#connection) send(this.#connection);
    if (!this.#connection) resolve(GONE);
    return promise.finally(() => clearTimeout(timer));
  }

  /** The page closes, or its network fails. */
  drop(): void {
    const connection = this.#connection;
    this.#connection = null;
    connection?.closed();
    this.abandon();
  }

  send(text: string): void {
    if (!this.#connection && this.#ref > 0) return;
    const frame = JSON.parse(text) as WireFrame; // The server writes frames only.
    const [, ref, , event, payload] = frame;
    this.#owner.heard(frame, Buffer.byteLength(text));
    if (event !== frameEvent.reply || ref === null) return;
    const answer = this.#answers.get(ref);
    this.#answers.delete(ref);
    answer?.answer(payload as unknown as PushAnswer); // The only form that a reply has.
  }

  close(code: number): void {
    if (!this.#connection) return;
    this.drop();
    this.#owner.ended(code);
  }

  terminate(): void {
    this.close(ABNORMAL);
  }

  /** Nothing that is still waited for will be answered, of one topic or of all. */
  abandon(of?: string): void {
    for (const [ref, { topic, answer }] of this.#answers) {
      if (of !== undefined && of !== topic) continue;
      this.#answers.delete(ref);
      answer(GONE);
    }
  }
}

/** What a browser says where no closing handshake was made (RFC 6455, section 7.1.5). */
const ABNORMAL = 1006;

const GONE: PushAnswer = { status: "error", response: { reason: "gone" } };
