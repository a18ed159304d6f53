import type { App } from "../../endpoint/app.ts";
import { frameEvent } from "../../protocol/wire-names.ts";
import type { Connection } from "../../runtime/live-connection.ts";
import type { Transport } from "../../runtime/transport.ts";
import { type WireFrame, PATIENCE } from "../test-socket.ts";
import { LivegateError } from "../../errors/livegate-error.ts";

/** What a socket needs to know of its page. */
export interface SocketPage {
  readonly app: App;
  readonly origin: string;
  readonly cookies: string | null;
  /** Called for each frame, whichever way it goes. */
  onFrame(): void;
}

interface CloseEvent {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
}

/** What a browser says where no closing handshake was made (RFC 6455, section 7.1.5). */
const ABNORMAL = 1006;

/** References of our own pushes; the client's are numbers. */
const OURS = "settle-";

/** What the stock client takes for the browser's WebSocket: frames go to the app and come back without a network. */
export class PageSocket {
  readonly #page: SocketPage;
  readonly #settling = new Map<string, () => void>();
  /** References of the views that the client has joined, by topic. */
  readonly #joined = new Map<string, string>();
  #connection: Connection | null = null;
  #ref = 0;
  readyState: 0 | 1 | 3 = 0;
  binaryType = "blob";
  readonly bufferedAmount = 0;
  onopen: ((event: object) => void) | null = null;
  onmessage: ((event: { readonly data: string }) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onerror: ((event: object) => void) | null = null;

  constructor(page: SocketPage, url: string, protocols: readonly string[]) {
    this.#page = page;
    // As in a browser: the page's script goes on before the socket opens.
    queueMicrotask(() => this.#connect(url, protocols));
  }

  send(frame: string | Uint8Array): void {
    this.#page.onFrame();
    if (typeof frame !== "string") return this.#connection?.receiveBinary(new Uint8Array(frame));
    const [joinRef, , topic, event] = JSON.parse(frame) as WireFrame; // The client writes frames only.
    if (event === frameEvent.join && joinRef !== null) this.#joined.set(topic, joinRef);
    if (event === frameEvent.leave) this.#joined.delete(topic);
    this.#connection?.receive(frame);
  }

  close(code = 1000, reason = ""): void {
    this.#end({ code, reason, wasClean: true });
  }

  /** The network fails. */
  cut(): void {
    this.#end({ code: ABNORMAL, reason: "", wasClean: false });
  }

  /** Waits until every joined view has handled what reached it before: their mailboxes keep the order. */
  async settled(): Promise<void> {
    if (this.readyState !== 1) return;
    await Promise.all([...this.#joined].map(([topic, joinRef]) => this.#settle(topic, joinRef)));
  }

  #settle(topic: string, joinRef: string): Promise<void> {
    this.#ref += 1;
    const ref = `${OURS}${this.#ref}`;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(
      () => reject(new LivegateError("LG_TEST_VIEW", `${topic} hasn't answered within ${PATIENCE} ms.`)),
      PATIENCE,
    );
    this.#settling.set(ref, resolve);
    this.#connection?.receive(JSON.stringify([joinRef, ref, topic, frameEvent.cidsDestroyed, { cids: [] }]));
    return promise.finally(() => clearTimeout(timer));
  }

  #connect(url: string, protocols: readonly string[]): void {
    if (this.readyState !== 0) return;
    const { app, origin, cookies } = this.#page;
    const { pathname, search } = new URL(url);
    const upgrade = app.connect({
      url: pathname + search,
      headers: {
        host: app.context.url.host,
        origin,
        "sec-websocket-protocol": protocols.join(", "),
        ...(cookies === null ? {} : { cookie: cookies }),
      },
      remoteAddress: "127.0.0.1",
    });
    if (!upgrade.ok) return this.#refused();
    this.readyState = 1;
    this.#connection = upgrade.open(this.#transport());
    this.#page.onFrame();
    this.onopen?.({});
  }

  #refused(): void {
    this.#page.onFrame();
    this.onerror?.({});
    this.#end({ code: ABNORMAL, reason: "", wasClean: false });
  }

  /** The wire as the server sees it. What it sends arrives in order, and never within a call of the page's. */
  #transport(): Transport {
    return {
      bufferedAmount: 0,
      send: (frame) => queueMicrotask(() => this.#deliver(frame)),
      close: (code, reason) => queueMicrotask(() => this.#end({ code, reason, wasClean: true })),
      terminate: () => queueMicrotask(() => this.cut()),
    };
  }

  #deliver(frame: string): void {
    if (this.readyState !== 1) return;
    const [joinRef, ref, topic, event] = JSON.parse(frame) as WireFrame; // The server writes frames only.
    const settled = ref === null ? undefined : this.#settling.get(ref);
    if (settled) {
      this.#settling.delete(ref ?? "");
      return settled();
    }
    const isOver = event === frameEvent.error || event === frameEvent.close;
    if (isOver && this.#joined.get(topic) === joinRef) this.#leave(topic);
    this.#page.onFrame();
    this.onmessage?.({ data: frame });
  }

  /** A view that has ended answers nothing more. */
  #leave(topic: string): void {
    this.#joined.delete(topic);
    this.#release();
  }

  #end(event: CloseEvent): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#connection?.closed();
    this.#connection = null;
    this.#release();
    this.#page.onFrame();
    // As in a browser: the page's script hears of it later.
    queueMicrotask(() => this.onclose?.(event));
  }

  #release(): void {
    for (const resolve of this.#settling.values()) resolve();
    this.#settling.clear();
  }
}
