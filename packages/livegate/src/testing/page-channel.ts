import { LivegateError } from "../errors/livegate-error.ts";
import { frameEvent, recoverEvent, topicPrefix } from "../protocol/wire-names.ts";
import type { PushAnswer, SocketOwner, TestSocket, WireFrame } from "./test-socket.ts";
import type { Wire } from "./wire-node.ts";
import { WireTree } from "./wire-tree.ts";

/** What a page sends to join its view. */
export interface JoinRequest {
  readonly id: string;
  readonly session: string;
  readonly static: string | null;
  /** Null for a view inside a page, which has none. */
  readonly url: string | null;
  /** "redirect" for a view that live navigation brought; it stays so when it joins again. */
  readonly by: "url" | "redirect";
  readonly flash: string | null;
  readonly params: Readonly<Record<string, unknown>>;
  readonly isSticky?: boolean;
}

/** Where the server sends a page. */
export interface Departure {
  readonly kind: "request" | "navigate";
  readonly to: string;
  /** The messages that go along, signed. */
  readonly flash: string | null;
}

/** An event that the server pushed to its page. */
export type PushedEvent = readonly [name: string, payload: unknown];

/** What the server sent last to change the page. */
export interface SentDiff {
  readonly diff: Wire;
  /** Bytes of its whole frame. */
  readonly bytes: number;
}

/** The only form of the event that gives a page something to keep. */
interface Kept {
  readonly id: string;
  readonly token: string | null;
}

/** What a channel tells its page. */
export interface ChannelOwner {
  /** The view has another content, perhaps another title. */
  changed(title: string | null): void;
  /** The view is at another address. */
  patched(to: string): void;
  /** The page is told what to keep for a view; null: nothing. */
  keep(id: string, token: string | null): void;
  /** Rows of a list were sent again although they had only moved. */
  moved(row: string): void;
}

/** The channel of a page's live view: what the server sends, in its order, and what it adds up to. */
export class PageChannel implements SocketOwner {
  readonly #owner: ChannelOwner;
  #socket: TestSocket | null = null;
  #topic = "";
  #joinRef: string | null = null;
  #tree: WireTree | null = null;
  /** What came between the answer to a join and the moment when somebody looked at it. */
  #early: WireFrame[] = [];
  #heard = 0;
  /** Components that were shown, and of whose end the server hasn't been told. */
  #known = new Set<number>();
  readonly events: PushedEvent[] = [];
  lastDiff: SentDiff | null = null;
  /** Where the server sent the page; the page goes there when it has time. */
  departure: Departure | null = null;
  /** How the view ended: "crashed", or the wire's close code. */
  end: "crashed" | number | null = null;

  constructor(owner: ChannelOwner) {
    this.#owner = owner;
  }

  /** Whether there is a view that can be talked to. */
  get isJoined(): boolean {
    return this.#tree !== null && this.end === null;
  }

  get html(): string {
    return this.#tree?.html ?? "";
  }

  /** Takes a wire; a former one is dropped. */
  use(socket: TestSocket): void {
    this.drop();
    this.#socket = socket;
  }

  /** Takes the wire of the page around. */
  share(socket: TestSocket): void {
    this.#socket = socket;
  }

  /** Joins. The caller reads a refusal's reason out of the answer. */
  async join({ id, by, url, flash, isSticky = false, ...rest }: JoinRequest): Promise<PushAnswer> {
    const socket = this.#socket;
    if (!socket) throw new LivegateError("LG_TEST_VIEW", "The page has no socket.");
    this.#topic = topicPrefix.view + id;
    this.#joinRef = socket.nextRef();
    this.#tree = null;
    this.#early = [];
    this.end = null;
    const where = url === null ? {} : { [by]: url };
    const payload = { ...where, ...rest, ...(flash === null ? {} : { flash }), sticky: isSticky };
    const frame = { joinRef: this.#joinRef, topic: this.#topic, event: frameEvent.join, payload };
    const answer = await socket.pushAs(this.#joinRef, frame);
    const { rendered } = answer.response;
    if (answer.status === "error") return answer;
    this.#tree = new WireTree(rendered as Wire, (row) => this.#owner.moved(row));
    this.#take(rendered as Wire);
    if (answer.response["live_patch"]) this.#patched(answer.response["live_patch"]);
    for (const early of this.#early.splice(0)) this.#hear(early, 0);
    return answer;
  }

  /** Sends a push. What its answer changes has been taken when it resolves. */
  push(event: string, payload: object): Promise<PushAnswer> {
    if (!this.#socket) throw new LivegateError("LG_TEST_VIEW", "The page isn't connected.");
    return this.#socket.push(this.#joinRef, this.#topic, event, payload);
  }

  /**
   * Waits until the view has handled all that reached it before: its mailbox keeps the order. Says whether anything came
   * meanwhile.
   */
  async settled(): Promise<boolean> {
    if (!this.isJoined) return false;
    const before = this.#heard;
    const shown = this.#tree?.cids ?? none;
    await this.push(frameEvent.cidsDestroyed, { cids: [] });
    this.#heard -= 1;
    await this.#forgetComponents(shown);
    return this.#heard !== before;
  }

  /** Leaves the view, as a page does that goes elsewhere. */
  async leave(): Promise<void> {
    if (!this.isJoined) return;
    const leaving = this.push(frameEvent.leave, {});
    this.#tree = null;
    this.#joinRef = null;
    await leaving;
  }

  /** Cuts the wire. How the view ended, and where it sent the page, is nothing to the page that comes after. */
  drop(): void {
    this.#socket?.drop();
    this.#socket = null;
    this.#tree = null;
    this.end = null;
    this.departure = null;
  }

  heard(frame: WireFrame, bytes: number): void {
    const [joinRef, ref] = frame;
    const isJoinAnswer = ref === joinRef && frame[3] === frameEvent.reply;
    if (joinRef === null || joinRef !== this.#joinRef || isJoinAnswer) return;
    if (this.#tree) this.#hear(frame, bytes);
    else this.#early.push(frame);
  }

  ended(code: number): void {
    this.end ??= code;
  }

  /** Of a view whose parent has crashed: nothing that it waits for will be answered. */
  endWithParent(): void {
    this.end ??= "crashed";
    this.#socket?.abandon(this.#topic);
  }

  #hear([, , , event, payload]: WireFrame, bytes: number): void {
    this.#heard += 1;
    switch (event) {
      case frameEvent.diff:
        return this.#takeDiff(payload, bytes);
      case frameEvent.livePatch:
        return this.#patched(payload);
      case frameEvent.reply:
        return this.#takeReply((payload["response"] ?? {}) as Wire, bytes);
      case frameEvent.redirect:
        return this.#depart("request", payload);
      case frameEvent.liveRedirect:
        return this.#depart("navigate", payload);
      case frameEvent.error:
        this.end = "crashed";
        return this.#socket?.abandon(this.#topic);
      case frameEvent.close:
        return this.#socket?.abandon(this.#topic);
    }
  }

  #takeReply({ diff, redirect, live_redirect: liveRedirect }: Wire, bytes: number): void {
    if (diff) this.#takeDiff(diff as Wire, bytes);
    if (redirect) this.#depart("request", redirect as Wire);
    if (liveRedirect) this.#depart("navigate", liveRedirect as Wire);
  }

  #takeDiff(diff: Wire, bytes: number): void {
    this.lastDiff = { diff, bytes };
    this.#tree?.merge(diff);
    this.#take(diff);
  }

  /** What every tree may carry besides its slots. */
  #take({ e: events, t: title }: Wire): void {
    for (const pushed of Array.isArray(events) ? (events as readonly PushedEvent[]) : []) {
      if (pushed[0] === recoverEvent) this.#keep(pushed[1] as Kept);
      else this.events.push(pushed);
    }
    this.#owner.changed(typeof title === "string" ? title : null);
  }

  #keep({ id, token }: Kept): void {
    this.#owner.keep(id, token);
  }

  #patched(payload: unknown): void {
    this.#owner.patched((payload as { readonly to: string }).to); // The only form of it.
  }

  #depart(kind: Departure["kind"], { to, flash }: Wire): void {
    this.departure = { kind, to: String(to), flash: typeof flash === "string" ? flash : null };
  }

  /** Tells the server of components that the page shows no more, as the client does after a patch. */
  async #forgetComponents(shown: ReadonlySet<number>): Promise<void> {
    const now = this.#tree?.cids ?? none;
    this.#known = new Set([...this.#known, ...shown, ...now]);
    const cids = [...this.#known].filter((cid) => !now.has(cid));
    if (cids.length === 0 || !this.isJoined) return;
    await this.push(frameEvent.cidsWillDestroy, { cids });
    const { response } = await this.push(frameEvent.cidsDestroyed, { cids });
    for (const cid of cids) this.#known.delete(cid);
    this.#tree?.prune((response["cids"] ?? []) as readonly number[]);
  }
}

const none: ReadonlySet<number> = new Set();
