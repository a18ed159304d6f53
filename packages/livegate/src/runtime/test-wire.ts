import type { Connection } from "./live-connection.ts";
import type { Transport } from "./transport.ts";

/** What a wire needs of the app that a test built. */
interface WireApp {
  readonly context: { readonly url: URL; readonly base: string };
  pageToken(path: string, changes?: { readonly id?: string }): string;
}

/** A frame in few words: `[ref, "ok" | "error", response]` for a reply, `[ref, event, payload]` for all else. */
export type ShortFrame = readonly [ref: string | null, event: string, payload: unknown];

type Frame = readonly [joinRef: string | null, ref: string | null, topic: string, event: string, payload: unknown];

export interface JoinChanges {
  /** DOM id of the container (default "phx-1"). */
  readonly id?: string;
  /** Whether the page was opened by its URL or by live navigation (default "url"). */
  readonly by?: "url" | "redirect";
  readonly session?: unknown;
  readonly static?: unknown;
  readonly flash?: unknown;
  readonly mounts?: number;
  /** What the page has kept for the view. */
  readonly recover?: string | null;
  /** What a sheet carried that was shown when the page lost its view; null for a page without a sheet. */
  readonly held?: unknown;
}

export interface JoinNestedChanges {
  readonly mounts?: number;
  readonly sticky?: boolean;
  readonly url?: string;
}

/** The containers in HTML or in a tree as text: their ids and the tokens with which their views join. */
export const nestedTokens = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.replaceAll('\\"', '"').matchAll(/ id="([^"]+)" data-phx-session="([^"]+)"/g)].map(([, id, token]) => [
      id,
      token,
    ]),
  ) as Readonly<Record<string, string>>; // Both groups are part of every match.

/** One socket of one page, with an array for a wire: what the server sends is kept, what the client sends is typed in. */
export class TestWire implements Transport {
  readonly #app: WireApp;
  connection!: Connection; // Set by whoever makes the wire, since a connection needs its transport first.
  readonly frames: Frame[] = [];
  /** How the server ended it; null while it is open. */
  ended: { readonly code: number; readonly reason: string } | "terminated" | null = null;
  /** Whether the connection said that it is gone. */
  isForgotten = false;
  bufferedAmount = 0;
  #taken = 0;
  #ref = 0;

  constructor(app: WireApp) {
    this.#app = app;
  }

  send(text: string): void {
    this.frames.push(JSON.parse(text) as Frame); // The wire takes frames only.
  }

  close(code: number, reason: string): void {
    this.ended = { code, reason };
  }

  /** Cuts the wire, of which the connection learns at once. */
  terminate(): void {
    this.ended = "terminated";
    this.connection.closed();
  }

  /** Sends one frame; gives its reference. */
  push(joinRef: string | null, topic: string, event: string, payload: unknown): string {
    const ref = this.#nextRef();
    this.connection.receive(JSON.stringify([joinRef, ref, topic, event, payload]));
    return ref;
  }

  /** Joins the view at `path` of the app, as its page would. */
  join(path: string, changes: JoinChanges = {}): TestView {
    const { id = "phx-1", by = "url", mounts = 0, held = "" } = changes;
    const { url, base } = this.#app.context;
    const session = "session" in changes ? changes.session : this.#app.pageToken(path, { id });
    const payload = {
      [by]: url.origin + base + path,
      params: { _mounts: mounts, _held: held ?? undefined, _recover: changes.recover ?? undefined },
      session,
      static: changes.static ?? null,
      ...("flash" in changes && { flash: changes.flash }),
    };
    const joinRef = this.#nextRef();
    const view = new TestView(this, joinRef, `lv:${id}`);
    this.connection.receive(JSON.stringify([joinRef, joinRef, `lv:${id}`, "phx_join", payload]));
    return view;
  }

  /** Joins the view in a container that a tree or a page shows; gives it as its page sees it. */
  joinNested(id: string, session: string, { mounts = 0, ...more }: JoinNestedChanges = {}): TestView {
    const payload = { params: { _mounts: mounts }, session, static: null, sticky: false, ...more };
    const joinRef = this.#nextRef();
    const view = new TestView(this, joinRef, `lv:${id}`);
    this.connection.receive(JSON.stringify([joinRef, joinRef, `lv:${id}`, "phx_join", payload]));
    return view;
  }

  /** The frames that came since the last call, in few words. */
  take(): readonly ShortFrame[] {
    const frames = this.frames.slice(this.#taken).map(shortFrame);
    this.#taken = this.frames.length;
    return frames;
  }

  #nextRef(): string {
    this.#ref += 1;
    return String(this.#ref);
  }
}

/** One channel as its page sees it. */
export class TestView {
  readonly wire: TestWire;
  readonly joinRef: string;
  readonly topic: string;

  constructor(wire: TestWire, joinRef: string, topic: string) {
    this.wire = wire;
    this.joinRef = joinRef;
    this.topic = topic;
  }

  /** Sends an event as a click, a form or a hook would; gives the push's reference. */
  event(event: string, value: unknown = {}, type = "click"): string {
    return this.push("event", { type, event, value });
  }

  patch(url: string): string {
    return this.push("live_patch", { url });
  }

  push(event: string, payload: unknown): string {
    return this.wire.push(this.joinRef, this.topic, event, payload);
  }

  leave(): string {
    return this.push("phx_leave", {});
  }

  /** What the join was answered with; undefined while it waits. */
  get answer(): ShortFrame | undefined {
    const reply = this.wire.frames.find(([, ref, topic]) => ref === this.joinRef && topic === this.topic);
    return reply && shortFrame(reply);
  }
}

function shortFrame([, ref, , event, payload]: Frame): ShortFrame {
  if (event !== "phx_reply") return [ref, event, payload];
  const { status, response } = payload as { status: string; response: unknown }; // Every reply has both.
  return [ref, status, response];
}
