import { frameEvent } from "../protocol/wire-names.ts";
import type { DomDocument, DomElement, DomParent } from "./dom.ts";
import { type ChannelOwner, PageChannel } from "./page-channel.ts";
import type { PushAnswer, SocketOwner, TestSocket, WireFrame } from "./test-socket.ts";

const CONTAINERS = "[data-phx-session]:not([data-phx-main])";

/** A live view inside a page. */
interface NestedChannel {
  readonly channel: PageChannel;
  readonly parentId: string | null;
  readonly isSticky: boolean;
}

/** What a page tells of itself when a view inside it joins. */
export interface NestedJoin {
  readonly paramsOf: (id: string) => Readonly<Record<string, unknown>>;
  /** Of a plain page, whose views say where it is. */
  readonly url: string | null;
}

/** The channels of the live views inside a page, by the ids of their containers; each stands behind the one around it. */
export class NestedChannels implements SocketOwner {
  readonly #owner: ChannelOwner;
  readonly #main: PageChannel;
  readonly #channels = new Map<string, NestedChannel>();
  #socket: TestSocket | null = null;

  constructor(owner: ChannelOwner, main: PageChannel) {
    this.#owner = owner;
    this.#main = main;
  }

  /** Takes a wire, which all channels of the page share. */
  use(socket: TestSocket): void {
    this.#channels.clear();
    this.#socket = socket;
    this.#main.use(socket);
  }

  get(id: string): PageChannel | null {
    return this.#channels.get(id)?.channel ?? null;
  }

  get all(): readonly (readonly [id: string, channel: PageChannel])[] {
    return [...this.#channels].map(([id, { channel }]) => [id, channel]);
  }

  heard(frame: WireFrame, bytes: number): void {
    this.#main.heard(frame, bytes);
    for (const { channel } of this.#channels.values()) channel.heard(frame, bytes);
    if (frame[3] === frameEvent.error) this.#endInside();
  }

  /** The client lets go of the views in one that has crashed; outer ones stand before those inside them. */
  #endInside(): void {
    for (const { channel, parentId, isSticky } of this.#channels.values()) {
      const around = this.#channels.get(parentId ?? "")?.channel ?? this.#main;
      if (around.end === "crashed" && !isSticky) channel.endWithParent();
    }
  }

  ended(code: number): void {
    this.#main.ended(code);
    for (const { channel } of this.#channels.values()) channel.ended(code);
  }

  /** Puts what the views show into those of their containers that are in here. */
  fill(parent: DomParent): void {
    for (const [id, { channel }] of this.#channels) {
      const container = parent.querySelector(`[id="${id}"]`);
      if (container && channel.isJoined) container.innerHTML = channel.html;
    }
  }

  /** Leaves the views that the page shows no more. */
  async leaveMissing(document: DomDocument): Promise<boolean> {
    const gone = [...this.#channels].filter(([id]) => document.querySelector(`[id="${id}"]${CONTAINERS}`) === null);
    for (const [id, { channel }] of gone) {
      this.#channels.delete(id);
      await channel.leave();
    }
    return gone.length > 0;
  }

  /** Joins the first view that the page shows and that hasn't joined; null where all have. */
  async joinNext(document: DomDocument, { paramsOf, url }: NestedJoin): Promise<PushAnswer | null> {
    const next = [...document.querySelectorAll(CONTAINERS)].find(
      (element) => !this.#channels.has(element.id) && element.getAttribute("data-phx-session"),
    );
    if (!next || this.#socket === null) return null;
    const channel = new PageChannel(this.#owner);
    channel.share(this.#socket);
    const params = paramsOf(next.id);
    const isSticky = next.hasAttribute("data-phx-sticky");
    this.#channels.set(next.id, { channel, isSticky, parentId: next.getAttribute("data-phx-parent-id") });
    const answer = await channel.join({ ...tokensOf(next), by: "url", url, flash: null, params, isSticky });
    if (answer.status === "error") this.forget(next.id);
    return answer;
  }

  /** Forgets a view that has ended, and those inside it. */
  forget(id: string): void {
    this.#channels.delete(id);
    for (const [inner, { parentId }] of this.#channels) if (parentId === id) this.forget(inner);
  }

  /** The page goes elsewhere over its socket: sticky views go along. */
  forgetBut(): void {
    for (const [id, { isSticky, parentId }] of this.#channels) {
      if (!isSticky && (parentId === null || !this.#channels.has(parentId))) this.forget(id);
    }
  }
}

const tokensOf = (container: DomElement) => ({
  id: container.id,
  session: container.getAttribute("data-phx-session") ?? "",
  static: container.getAttribute("data-phx-static") || null,
});
