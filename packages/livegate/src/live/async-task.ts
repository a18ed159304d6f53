import type { AsyncFailure, AsyncResult } from "../html/async-result.ts";
import type { Key } from "../html/list.ts";
import { type Stream, type StreamInsertOptions, type StreamOptions, StreamStart } from "../html/stream.ts";
import type { MaybePromise } from "./guard-types.ts";

/** What a task gets. */
export interface TaskContext {
  /** Aborts when nobody waits any more: the view or component is gone, its session ended, or a later start took its place. */
  readonly signal: AbortSignal;
}

/** Work beside a view's turns; what it throws becomes a failure. */
export type RunTask<T> = (context: TaskContext) => MaybePromise<T>;

/** How long a task may take. */
export interface TaskOptions {
  /** Milliseconds after which it has failed. Default: the limit `taskTimeout`. */
  readonly timeout?: number;
}

/** How a task of an assign is started while there may be a value already. */
export interface AssignAsyncOptions extends TaskOptions {
  /** Forgets the present value, so that the assign is loading as if for the first time. Default false. */
  readonly reset?: boolean;
}

/** How a stream's items that a task brings are inserted. */
export interface StreamAsyncOptions extends TaskOptions, StreamInsertOptions {
  /** They replace all items. Default false. */
  readonly reset?: boolean;
}

/** What came of a task that `startAsync` started. */
export type AsyncOutcome<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & AsyncFailure);

/** What `startAsync` starts: the work, and the handler that takes what came of it on a turn of its own. */
export interface AsyncTask<T, S> extends TaskOptions {
  readonly run: RunTask<T>;
  /** Without it the value is dropped, and a failure is logged. */
  readonly handleAsync?: (socket: S, outcome: AsyncOutcome<T>) => unknown;
}

/** The assigns that a task can bring. */
export type AsyncKeys<A> = { [K in keyof A]: A[K] extends AsyncResult<infer _T> ? K : never }[keyof A] & string;
/** The assigns whose streams a task can fill. */
export type AsyncStreamKeys<A> = {
  [K in keyof A]: A[K] extends AsyncResult<infer T> ? (T extends Stream<unknown> ? K : never) : never;
}[keyof A] &
  string;
export type AsyncValue<R> = R extends { readonly ok: true; readonly result: infer T } ? T : never;
export type AsyncItem<R> = AsyncValue<R> extends Stream<infer T> ? T : never;

/** What `assignAsync()` and `streamAsync()` give to mount: an assign whose task begins once the page has joined. */
export class AsyncStart {
  /** Several assigns have one where one task brings them all. */
  readonly task: StartedTask;

  constructor(task: StartedTask) {
    this.task = task;
  }
}

/** A task as a mount's assigns name it. */
export interface StartedTask {
  /** The assigns that it brings together; null: the one that it stands in. */
  readonly keys: readonly string[] | null;
  readonly run: RunTask<unknown>;
  readonly timeout: number | null;
  /** Of a stream's: the stream before its items, and how they are inserted. */
  readonly stream: { readonly start: StreamStart; readonly options: StreamAsyncOptions } | null;
}

/**
 * An assign that a task brings: `mount` gives it at once, and the page shows that it is loading. The task begins when the page
 * has joined, never for the HTTP render. It runs beside the view, which handles events meanwhile. What it throws is logged and
 * stands in `failed`. `socket.assignAsync` starts it again; the last start wins.
 *
 * With names it brings several assigns at once.
 *
 * @example
 * liveView({
 *   mount: () => ({
 *     list: assignAsync(() => Catalog.listSongs()),
 *     ...assignAsync(["songs", "users"], async () => ({ songs: await Catalog.count(), users: 3 })),
 *   }),
 *   render: ({ list }) => html`${asyncResult({ of: list, loading: "…", ok: ({ length }) => length })}`,
 * });
 */
export function assignAsync<T>(run: RunTask<T>, options?: TaskOptions): AsyncResult<T>;
export function assignAsync<const K extends readonly string[], R extends { readonly [N in K[number]]: unknown }>(
  keys: K,
  run: RunTask<R>,
  options?: TaskOptions,
): { [N in K[number]]: AsyncResult<R[N]> };
export function assignAsync(...args: readonly unknown[]): unknown {
  const keys = Array.isArray(args[0]) ? (args[0] as readonly string[]) : null;
  // The overloads say what stands where.
  const [run, options] = (keys === null ? args : args.slice(1)) as [RunTask<unknown>, TaskOptions?];
  const start = new AsyncStart({ keys, run, timeout: options?.timeout ?? null, stream: null });
  return keys === null ? start : Object.fromEntries(keys.map((key) => [key, start]));
}

/**
 * A stream whose first items a task brings; as for `assignAsync`. `socket.stream(name)` can change it meanwhile.
 *
 * @example
 * liveView({
 *   mount: () => ({ songs: streamAsync(() => Catalog.listSongs(), { key: (song) => song.id }) }),
 *   render: ({ songs }) => html`<ul id="songs" phx-update="stream">
 *     ${asyncResult({ of: songs, ok: (list) => each(list, (song, id) => html`<li id=${id}>${song.title}</li>`) })}
 *   </ul>`,
 * });
 */
export function streamAsync<T>(
  run: RunTask<readonly T[]>,
  { key, limit, ...options }: StreamOptions<T> & TaskOptions,
): AsyncResult<Stream<T>> {
  const start = new StreamStart([], key as (item: unknown) => Key, limit ?? null);
  const task: StartedTask = { keys: null, run, timeout: options.timeout ?? null, stream: { start, options: {} } };
  return new AsyncStart(task) as unknown as AsyncResult<Stream<T>>; // What the assign holds once it is the view's.
}
