import type { EventRef } from "../html/event-ref.ts";
import type { JsCommand } from "../html/js.ts";
import type { Path } from "../paths/path.ts";
import type { PresenceRef } from "../pubsub/presence.ts";
import type {
  AssignAsyncOptions,
  AsyncItem,
  AsyncKeys,
  AsyncStreamKeys,
  AsyncTask,
  AsyncValue,
  RunTask,
  StreamAsyncOptions,
} from "./async-task.ts";
import type { ComponentId, LiveComponent } from "./component-kind.ts";
import type { MaybePromise } from "./guard-types.ts";
import type { AttachedHook, HookStage } from "./hook.ts";
import type { ExternalTarget, PushOptions } from "./navigation.ts";
import type { Reply } from "./reply.ts";
import type { UploadLimits } from "./open-upload.ts";
import type { Postponed } from "./state-uploads.ts";
import type { ItemOf, StreamHandle, StreamKeys } from "./stream-handle.ts";
import type { UploadMetaOf } from "./upload.ts";
import type { Upload, UploadEntry } from "./upload-types.ts";

/** Shallow: containers are read-only, what is in them keeps its own type. In development they are frozen all the way down. */
export type View<T> = T extends readonly (infer E)[]
  ? readonly E[]
  : T extends Map<infer K, infer V>
    ? ReadonlyMap<K, V>
    : T extends Set<infer E>
      ? ReadonlySet<E>
      : T;

/** A view's state as its functions see it: containers are read-only, and in development frozen. */
export type Assigns<A> = { readonly [K in keyof A]: View<A[K]> };

declare const TURN: unique symbol;
/** A socket of any view, as a handler may return it. */
export interface Turn {
  readonly [TURN]?: true;
  readonly connected: boolean;
}

/** What a handler may give back: nothing, the socket, or `reply(value)`. */
export type Answer = MaybePromise<void | Turn | Reply>;

/** Messages for the next render, by kind: "info", "error" or your own. */
export type Flash = Readonly<Record<string, string>>;

/**
 * A live component's handle on its state, valid during one turn: a call after the turn throws `LG_SOCKET_TURN_OVER`.
 *
 * Setters return the socket. Navigation is carried out at the end of the turn, by the view; the last one wins. A message
 * stays in the component unless the turn navigates.
 */
export interface ComponentSocket<A, Context = {}, U = {}> extends Turn {
  /** The own values, and those of guards and props; read-only, frozen in development. */
  readonly assigns: Assigns<A> & Readonly<Context>;
  readonly flash: Flash;
  /**
   * Aborts when the view ends while this turn runs: its session has ended or its guards halt, its page has gone, or the component isn't
   * shown any more. What the turn brings is dropped then. For `fetch` and the like; it never aborts once the turn is over.
   */
  readonly signal: AbortSignal;
  /** The uploads that are declared, with the files that were picked. */
  readonly uploads: UploadsOf<U>;
  /** Sets assigns; only those that differ cause a render. A guard's value can't be set. */
  assign(patch: { readonly [K in keyof A]?: View<A[K]> }): this;
  /** Sets one assign from its former value. */
  update<K extends keyof A>(key: K, change: (value: View<A[K]>) => View<A[K]>): this;
  /** Sets an assign only where it is undefined; `make` runs only then. */
  assignNew<K extends keyof A>(key: K, make: () => View<A[K]>): this;
  /** Changes the stream in this assign; any other assign throws `LG_STREAM_ASSIGN`. */
  stream<K extends StreamKeys<A>>(key: K): StreamHandle<ItemOf<A[K]>>;
  stream<K extends AsyncStreamKeys<A>>(key: K): StreamHandle<AsyncItem<A[K]>>;
  /**
   * Has a task bring this assign anew, beside the view's turns: it is loading until then, and keeps its value. Begins when this
   * turn is over, on the socket only; the last start of a name wins, and the signal of a former one aborts. What it throws is
   * logged and stands in `failed`. With a list of names it brings several at once.
   */
  assignAsync<K extends AsyncKeys<A>>(key: K, run: RunTask<AsyncValue<A[K]>>, options?: AssignAsyncOptions): this;
  assignAsync<const K extends readonly AsyncKeys<A>[]>(
    keys: K,
    run: RunTask<{ readonly [N in K[number]]: AsyncValue<A[N]> }>,
    options?: AssignAsyncOptions,
  ): this;
  /** Has a task bring items for the stream of this assign; as `assignAsync`. */
  streamAsync<K extends AsyncStreamKeys<A>>(
    key: K,
    run: RunTask<readonly AsyncItem<A[K]>[]>,
    options?: StreamAsyncOptions,
  ): this;
  /**
   * Starts a task under a name; `handleAsync` takes what came of it on a turn of its own, with a socket of that turn. As for
   * `assignAsync`, the last start wins, and nothing lands once the view or component is gone.
   */
  startAsync<T>(name: string, task: AsyncTask<T, this>): this;
  /** Cancels the task of an assign or of a name: it has failed, with the reason "cancelled". Nothing happens where none runs. */
  cancelAsync(name: AsyncKeys<A> | (string & {})): this;
  /** Changes the URL within this view: handleParams runs in the same turn. */
  pushPatch(to: Path, options?: PushOptions): this;
  /** Opens another view of the same live session over the open socket. */
  pushNavigate(to: Path, options?: PushOptions): this;
  /** Leads to a full HTTP request. */
  redirect(to: Path | ExternalTarget): this;
  /** Sends an event to the page's hooks and to `window` as `phx:<name>`; the payload must be JSON. */
  pushEvent(name: string, payload: object): this;
  /** Makes the page run client commands once it shows what this turn changed: `socket.exec(js.focus({ to: "#title" }))`. */
  exec(command: JsCommand): this;
  /** Shows a message with the next render, or on the next page if the turn navigates. */
  putFlash(kind: "info" | "error" | (string & {}), message: string): this;
  /** Removes one kind of message, or all. */
  clearFlash(kind?: string): this;
  /**
   * Lays props over those of the live component with this id, whose `update` then runs on a turn of its own. Nothing
   * happens where no such component is shown.
   */
  sendUpdate<P extends object>(component: LiveComponent<P>, id: ComponentId, props: Readonly<Partial<P>>): this;
  /**
   * Sends an event to the view or component that declares it, as the page would: its schema and its rule hold, and its
   * handler runs on a turn of its own. With an event among its props a component tells its parent something.
   */
  sendEvent<P>(event: EventRef<string, P>, ...payload: [P] extends [void] ? [] : [payload: NoInfer<P>]): this;
  /**
   * Consumes the files of an upload that are wholly there, each once and one after the other: `take` gets where it is, and what
   * it gives is the result. Then the file goes, unless `take` gives `postpone(…)`: what should stay has to be moved or copied.
   * Where `take` throws, the file stays until the view ends.
   */
  consumeUploadedEntries<K extends keyof U & string, R>(
    name: K,
    take: (meta: UploadMetaOf<U[K]>, entry: UploadEntry) => R | Postponed<R> | PromiseLike<R | Postponed<R>>,
  ): Promise<readonly R[]>;
  /** Consumes one file; null where it isn't wholly there. */
  consumeUploadedEntry<K extends keyof U & string, R>(
    name: K,
    ref: string,
    take: (meta: UploadMetaOf<U[K]>, entry: UploadEntry) => R | Postponed<R> | PromiseLike<R | Postponed<R>>,
  ): Promise<R | null>;
  /** Lets go of a file that was picked, whatever has come of it. Nothing happens where there is none. */
  cancelUpload(name: keyof U & string, ref: string): this;
  /** Takes files for an upload that was declared, with other limits for now. Throws LG_UPLOAD_OPTION. */
  allowUpload(name: keyof U & string, limits?: UploadLimits): this;
  /** Takes no more files for an upload, and lets go of those that were picked. */
  disallowUpload(name: keyof U & string): this;
}

/** The uploads of a view or component as its functions see them. */
export type UploadsOf<U> = { readonly [K in keyof U]: Upload };

/** A live view's handle on its state: what a component's can do, and hooks. */
export interface Socket<A, Context = {}, U = {}> extends ComponentSocket<A, Context, U> {
  /** Adds a named step to a stage of this view's life; two of one name in a stage throw `LG_HOOK_NAME`. */
  attachHook(name: string, stage: HookStage, hook: AttachedHook): this;
  detachHook(name: string, stage: HookStage): this;
  /**
   * Makes this view present on a topic under a key, such as a user's id, or says something else about it: one key and one meta
   * a view. Carried out when the turn is over, on the socket only. It ends with the view, or when `subscribe` doesn't name the topic any more.
   *
   * @throws LG_PRESENCE where the view doesn't hear the topic, or key or meta are too large.
   */
  track<Meta>(presence: PresenceRef<Meta>, key: string | number, meta: NoInfer<Meta>): this;
  /** Leaves a topic that is still heard. Nothing happens where the view isn't present there. */
  untrack(presence: PresenceRef): this;
}
