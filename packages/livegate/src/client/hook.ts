import type { HookInterface, HooksOptions } from "phoenix_live_view";

/** What a hook and its view say to each other, by the names of the events. */
export interface HookEvents {
  /** Events that the hook pushes: their payload, and what the view replies. Either may be left out. */
  readonly push?: Readonly<Record<string, { readonly payload?: object; readonly reply?: unknown }>>;
  /** Events that the view pushes, with their payload. */
  readonly handle?: Readonly<Record<string, object>>;
}

type Pushed<E extends HookEvents> = NonNullable<E["push"]>;
type Handled<E extends HookEvents> = NonNullable<E["handle"]>;
type PayloadOf<P> = P extends { readonly payload: infer T } ? readonly [payload: T] : readonly [];
type ReplyOf<P> = P extends { readonly reply: infer T } ? T : unknown;

/** A hook at work, as `this` in its callbacks: the stock client's, with events of known types. */
export interface MountedHook<E extends HookEvents, Element extends HTMLElement> extends Pick<
  HookInterface<Element>,
  "el" | "liveSocket" | "js" | "removeHandleEvent"
> {
  /** Sends an event to the view and gives its reply. Rejects when the event is refused, or the connection is lost. */
  pushEvent<Name extends keyof Pushed<E> & string>(
    event: Name,
    ...payload: PayloadOf<Pushed<E>[Name]>
  ): Promise<ReplyOf<Pushed<E>[Name]>>;
  /** Calls back for each event of this name that the view pushes; gives what `removeHandleEvent` takes. */
  handleEvent<Name extends keyof Handled<E> & string>(
    event: Name,
    callback: (payload: Handled<E>[Name]) => void,
  ): ReturnType<HookInterface["handleEvent"]>;
}

/** What the client calls in the life of a hook's element. */
export interface HookCallbacks<Element extends HTMLElement> {
  /** The element is on the page, and its view is live. */
  mounted?(): void;
  /** The server is about to change the element into `next`. */
  beforeUpdate?(next: Element): void;
  /** The server has changed the element. */
  updated?(): void;
  /** The element is gone. */
  destroyed?(): void;
  /** The connection is lost. */
  disconnected?(): void;
  /** The connection is back. */
  reconnected?(): void;
}

/**
 * Declares a hook: code of the page's own for an element with an `id` and `phx-hook`.
 *
 * `Events` says what it pushes and handles, `Element` what it stands on, `State` what it keeps on `this`. All of them are
 * types: the function gives back what it gets. On the server a pushed event is declared and checked like any other.
 *
 * @example
 * import { connect, hook } from "livegate/client";
 *
 * interface ClockEvents { push: { drift: { payload: { ms: number }; reply: { ok: boolean } } }; handle: { tick: { now: number } } }
 *
 * const Clock = hook<ClockEvents>({
 *   mounted() {
 *     this.handleEvent("tick", ({ now }) => void this.pushEvent("drift", { ms: Date.now() - now }));
 *   },
 * });
 * connect({ hooks: { Clock } });
 */
export const hook = <
  Events extends HookEvents = {},
  Element extends HTMLElement = HTMLElement,
  State extends object = {},
>(
  callbacks: HookCallbacks<Element> & ThisType<MountedHook<Events, Element> & State>,
): HooksOptions[string] => callbacks as HooksOptions[string]; // The stock client's `this` has all that ours has.
