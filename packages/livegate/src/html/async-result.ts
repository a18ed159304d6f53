import type { Slot } from "./slot.ts";
import { html } from "./html.ts";
import type { Html } from "./brand.ts";

/** Why a task gave nothing: it threw, took too long, was cancelled, or too many ran already. */
export type AsyncFailure =
  | { readonly reason: "error"; readonly error: unknown }
  | { readonly reason: "timeout" | "cancelled" | "limit"; readonly error: null };

/** What every state of a task's value has. */
interface AsyncBase {
  /** Whether a task is under way. */
  readonly loading: boolean;
  /** Why the last one gave nothing; null where it gave something or none has ended. */
  readonly failed: AsyncFailure | null;
}

/**
 * A value that a task brings. `result` is the last one that came: it stays while the next is loading or has failed, so
 * `ok` says whether there is something to show.
 */
export type AsyncResult<T> =
  | (AsyncBase & { readonly ok: true; readonly result: T })
  | (AsyncBase & { readonly ok: false; readonly result: undefined });

/** An `AsyncResult` in an assign. */
export class AsyncState implements AsyncBase {
  readonly ok: boolean;
  readonly loading: boolean;
  readonly failed: AsyncFailure | null;
  readonly result: unknown;

  private constructor(ok: boolean, result: unknown, { loading, failed }: AsyncBase) {
    this.ok = ok;
    this.loading = loading;
    this.failed = failed;
    this.result = result;
  }

  /** A task has begun; `before` is what stood there. */
  static loading(before: unknown): AsyncState {
    const { ok, result } = before instanceof AsyncState ? before : NOTHING;
    return new AsyncState(ok, result, { loading: true, failed: null });
  }

  static came(result: unknown): AsyncState {
    return new AsyncState(true, result, { loading: false, failed: null });
  }

  static failed(before: unknown, failed: AsyncFailure): AsyncState {
    const { ok, result } = before instanceof AsyncState ? before : NOTHING;
    return new AsyncState(ok, result, { loading: false, failed });
  }

  /** The same with another value, where it has one. */
  withResult(result: unknown): AsyncState {
    return new AsyncState(this.ok, this.ok ? result : undefined, this);
  }
}

const NOTHING = { ok: false, result: undefined } as const;

/** What an async result shows in each of its states. */
export interface AsyncResultOptions<T> {
  readonly of: AsyncResult<T>;
  /** While the first value is on its way. */
  readonly loading?: Slot;
  /** Where there is no value, and the last task failed. Default: nothing. */
  readonly failed?: (failure: AsyncFailure) => Slot;
  /** The value; it stays while the next one is loading or has failed. */
  readonly ok: (result: T) => Slot;
}

/**
 * Shows what a task brings: its value once there is one, before that `loading` or `failed`. Adds no element.
 *
 * @example
 * const shelf = (list: AsyncResult<readonly Album[]>) => html`${asyncResult({
 *   of: list,
 *   loading: html`<p>Loading …</p>`,
 *   failed: ({ reason }) => html`<p>No albums: ${reason}.</p>`,
 *   ok: (albums) => html`<p>${albums.length} albums</p>`,
 * })}`;
 */
export function asyncResult<T>({ of, loading = "", failed, ok }: AsyncResultOptions<T>): Html {
  return html`${of.ok ? ok(of.result) : of.failed ? failed?.(of.failed) : loading}`;
}
