import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Html } from "../html/brand.ts";
import { type Container, type ContainerOptions, container } from "../html/container.ts";
import type { TopicRef } from "../pubsub/topic.ts";
import type { Arrival } from "./arrival.ts";
import { type LiveComponent, type NeedsOfComponents, guardsOfComponents } from "./component-kind.ts";
import { type Embeddable, type NeedsOfViews, type Views, guardsOfViews } from "./embeddable.ts";
import {
  type EventDeclarations,
  type EventRefs,
  type EventSpec,
  type Events,
  type PayloadOf,
  type RecordOf,
  type RuleNeeds,
  declareEvents,
  guardsOfRules,
} from "./event.ts";
import type { Guard } from "./guard-step.ts";
import type { GivesOf, RanOf } from "./guard-types.ts";
import type { Halt } from "./halt.ts";
import type { OnMount } from "./hook.ts";
import { type ProgressHandlers, progressHandlers } from "./progress-handlers.ts";
import type { RecoverFits, RecoverSchemas } from "./recover.ts";
import type { Answer, Assigns, Flash, Socket, UploadsOf, View } from "./socket-types.ts";
import { type UploadDeclarations, type UploadNeeds, type UploadsFit, guardsOfUploads } from "./upload.ts";
import type { UploadEntry } from "./upload-types.ts";

type In<S> = S extends StandardSchemaV1<infer I, infer _O> ? I : never;
type Out<S> = S extends StandardSchemaV1<infer _I, infer O> ? O : never;
type Empty = Record<never, never>;

/** A view's assigns: what mount gives when it doesn't halt. `Mounted` is its whole result, so that several shapes stay one type. */
type AssignsOf<Mounted> = Exclude<Awaited<Mounted>, Halt>;
type NullableKeys<A> = A extends unknown
  ? { [K in keyof A & string]: null extends A[K] ? K : never }[keyof A & string]
  : never;
type KeysOf<A> = A extends unknown ? keyof A : never;
type Clash<Mounted, Context> = KeysOf<AssignsOf<Mounted>> &
  (keyof Context | "action" | "flash" | "inner" | "staticChanged" | "uploads");
type NoClash<Mounted, Context> = [Clash<Mounted, Context>] extends [never]
  ? unknown
  : `the assign "${Clash<Mounted, Context> & string}" has the name of a guard's value or of the framework's`;
// Always a function type, with conditionals only inside its parameters: a conditional of functions would make `A` empty.
type Handle<A, Context, E, U> = {
  [K in keyof E]: (socket: Socket<A, Context, U>, payload: PayloadOf<E[K]>, record: RecordOf<E[K]>) => Answer;
};
type HandleProgress<A, Context, U> = {
  readonly [K in keyof U]?: (socket: Socket<A, Context, U>, entry: UploadEntry) => Answer;
};
type On<A, Context, U> = <M>(
  topic: TopicRef<M>,
  handle: (socket: Socket<A, Context, U>, message: M) => Answer,
) => Subscription;
type RenderArgs<A, Context, Action, U> = Assigns<A> &
  Readonly<Context> & { readonly action: Action; readonly flash: Flash; readonly uploads: UploadsOf<U> } & Pick<
    Arrival,
    "staticChanged"
  >;

/** A wish to hear a topic, made by `on(topic, handler)` in a view's `subscribe`. */
export interface Subscription {
  readonly topic: TopicRef;
  readonly handle: (socket: never, message: never) => Answer;
}

/** What `mount` gets besides the values of the view's guards. */
export interface MountArgs<Params, Action, Session = unknown> extends Arrival {
  readonly params: Params;
  readonly action: Action;
  /** What `liveRender` gave a view that stands inside another one; `{}` without a schema. */
  readonly session: Session;
  /** False for the HTTP render, true on the socket. */
  readonly connected: boolean;
}

declare const VIEW: unique symbol;

/** A live view as the router and the runtime meet it. Made by `liveView`. */
export interface LiveView<
  Needs extends string = string,
  ParamsIn = unknown,
  Action extends string = string,
  SessionIn = unknown,
> extends Embeddable<Needs> {
  readonly params: StandardSchemaV1 | null;
  /** Schema of what `liveRender` gives; null where it gives nothing. */
  readonly session: StandardSchemaV1 | null;
  readonly actions: readonly string[];
  /** The live components that may stand in it. */
  readonly components: readonly LiveComponent[];
  readonly events: ReadonlyMap<string, EventSpec>;
  readonly uploads: UploadDeclarations;
  /** "event": the page's guards run again before each of its events; null where the live session says whether they do. */
  readonly recheck: "event" | null;
  readonly container: Container;
  /** Schemas of the assigns that its page keeps. */
  readonly recover: RecoverSchemas;
  /** Names of the assigns that are null after each print. */
  readonly temporary: readonly string[];
  readonly callbacks: LiveViewCallbacks;
  readonly [VIEW]?: {
    readonly needs: Needs;
    readonly params: ParamsIn;
    readonly action: Action;
    readonly session: SessionIn;
  };
}

/** A view's functions; what they take was typed by `liveView`. */
export interface LiveViewCallbacks {
  readonly onMount: readonly OnMount[];
  readonly mount: (args: never) => unknown;
  readonly subscribe: ((args: never, on: never) => readonly Subscription[]) | null;
  readonly resync: ((socket: never) => Answer) | null;
  readonly handleParams: ((socket: never, params: never, action: never) => Answer) | null;
  readonly handle: Readonly<Record<string, (socket: never, payload: never, record: never) => Answer>>;
  readonly handleProgress: ProgressHandlers;
  readonly pageTitle: ((args: never) => string) | null;
  readonly render: (args: never, refs: never) => Html;
  readonly refs: object;
}

/**
 * Defines a live view: an object literal whose types are inferred.
 *
 * `mount` stands before `subscribe`, `handle` and `render`, because its result types their assigns; where a value starts
 * empty, give `mount` a return type. `subscribe` runs before `mount` on the socket, so no message is lost between load and
 * subscribe; it runs again when params change, and topics are joined and left by name. A handler that throws ends this
 * view only: the client joins again.
 *
 * @example
 * const CounterLive = liveView({
 *   events: { inc: null },
 *   mount: () => ({ count: 0 }),
 *   handle: { inc: (socket) => socket.update("count", (n) => n + 1) },
 *   render: ({ count }, ev) => html`<button phx-click=${ev.inc}>${count}</button>`,
 * });
 */
export function liveView<
  const G extends readonly Guard[] = [],
  P extends StandardSchemaV1 = StandardSchemaV1<Empty, Empty>,
  const Actions extends readonly string[] = [],
  E extends EventDeclarations = Empty,
  Mounted extends object = Empty,
  const C extends readonly LiveComponent[] = [],
  U extends UploadDeclarations = Empty,
  const V extends Views = Empty,
  S extends StandardSchemaV1 = StandardSchemaV1<Empty, Empty>,
  R extends RecoverSchemas = Empty,
>(definition: {
  /** Guards that must have run; the live session runs them. */
  readonly needs?: G;
  /** Schema of path and query parameters together (text in, empty text is absent). */
  readonly params?: P;
  /** The actions that routes may give: typed in `action`, and required by `r.live`. */
  readonly actions?: Actions;
  /** The live components that it shows; what they need is needed here. */
  readonly components?: C;
  /** Files that its forms take, each made by `upload`. */
  readonly uploads?: U & UploadsFit<U, Out<P>>;
  /** The live views that stand inside it, by names that are unique in the app: `liveRender` shows them. */
  readonly views?: V;
  /** Schema of what `liveRender` gives a view that stands inside others: JSON that its page can read. */
  readonly session?: S;
  /**
   * The element around it, in a route and where `liveRender` says nothing else. Default: a `div`. The views of one live session have
   * the same tag, for the page keeps the element when it navigates and changes its attributes alone.
   */
  readonly container?: ContainerOptions;
  readonly events?: Events<E> | E;
  /**
   * "event": all guards of the page run again before each event, patch and chunk of an upload, so they read what is in the database
   * then: none starts once the end of a session or another role is committed, on whatever process. Costs their queries each
   * time. Messages, timers and tasks don't wait for them. Default: they run again when they are told that something has changed, or have
   * found out, within ten seconds.
   */
  readonly recheck?: "event";
  readonly onMount?: readonly OnMount[];
  readonly mount: (
    args: Readonly<GivesOf<G>> & MountArgs<Out<P>, Actions[number], Out<S>>,
  ) => Mounted & NoClash<Mounted, GivesOf<G>>;
  readonly subscribe?: (
    args: Readonly<GivesOf<G>> & { readonly params: Out<P> },
    on: On<AssignsOf<Mounted>, GivesOf<G>, U>,
  ) => readonly Subscription[];
  /**
   * Loads again what the view shows of its topics: called when messages of other nodes may have been missed. Without it a view that
   * listens is joined anew then, and its forms are recovered.
   */
  readonly resync?: (socket: Socket<AssignsOf<Mounted>, GivesOf<G>, U>) => Answer;
  /**
   * Assigns that outlive a lost connection, a deploy and a sleeping tab, each with a schema: the page keeps them, sealed, for an hour.
   *
   * They are set after `mount` and before `handleParams`, when the page comes back to the same path in the same session. The user can
   * bring any values back that the view once had there, so nothing that grants, costs or counts belongs here. 16 KiB of JSON at most.
   */
  readonly recover?: R & RecoverFits<R, AssignsOf<Mounted>>;
  /** Assigns that are null after each print, so that the server doesn't keep them; `once` prints them. */
  readonly temporary?: readonly NullableKeys<AssignsOf<Mounted>>[];
  readonly handleParams?: (
    socket: Socket<AssignsOf<Mounted>, GivesOf<G>, U>,
    params: Out<P>,
    action: Actions[number],
  ) => Answer;
  readonly handle?: Handle<AssignsOf<Mounted>, GivesOf<G>, E, U>;
  /** Called whenever a file has come further; `entry.done` says that all of it is there. */
  readonly handleProgress?: HandleProgress<AssignsOf<Mounted>, GivesOf<G>, U>;
  /** The document's title while this view is shown. */
  readonly pageTitle?: (args: RenderArgs<AssignsOf<Mounted>, GivesOf<G>, Actions[number], U>) => string;
  readonly render: (args: RenderArgs<AssignsOf<Mounted>, GivesOf<G>, Actions[number], U>, ev: EventRefs<E>) => Html;
}): LiveView<
  RanOf<G> | RuleNeeds<E> | NeedsOfComponents<C> | UploadNeeds<U> | NeedsOfViews<V>,
  In<P>,
  Actions[number],
  In<S>
> & {
  readonly ev: EventRefs<E>;
} {
  const { needs = [], components = [], views = {}, uploads = {} } = definition;
  const { specs, refs } = declareEvents(definition.events ?? {}, definition.handle ?? {});
  return {
    needs: [
      ...needs,
      ...guardsOfRules(specs),
      ...guardsOfComponents(components),
      ...guardsOfUploads(uploads),
      ...guardsOfViews(views),
    ],
    params: definition.params ?? null,
    session: definition.session ?? null,
    actions: definition.actions ?? [],
    components,
    views,
    onlyRouted: onlyRouted(definition),
    events: specs,
    uploads,
    recheck: definition.recheck ?? null,
    container: container(definition.container),
    recover: definition.recover ?? {},
    temporary: definition.temporary ?? [],
    callbacks: {
      onMount: definition.onMount ?? [],
      mount: definition.mount,
      subscribe: definition.subscribe ?? null,
      resync: definition.resync ?? null,
      handleParams: definition.handleParams ?? null,
      handle: definition.handle ?? {},
      handleProgress: progressHandlers(definition.handleProgress),
      pageTitle: definition.pageTitle ?? null,
      render: definition.render,
      refs,
    },
    ev: refs as EventRefs<E>, // Made by events(), either above the view or just now.
  };
}

/** What a view has that only a URL gives. */
function onlyRouted({ params, actions, handleParams }: Readonly<Partial<Record<string, unknown>>>): string | null {
  if (params) return "params";
  if (actions) return "actions";
  return handleParams ? "handleParams" : null;
}

export type { View };
