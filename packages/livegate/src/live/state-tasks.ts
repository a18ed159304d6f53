import { type AsyncFailure, AsyncState } from "../html/async-result.ts";
import type { AsyncOutcome, RunTask, StartedTask, StreamAsyncOptions } from "./async-task.ts";

/** A task that a turn wants to run: what it brings, and how that is taken. */
export interface Task {
  /** What hooks and the log call it. */
  readonly name: string;
  /** What it brings: names of assigns, or the one that `startAsync` gave it. A later start takes them over. */
  readonly keys: readonly string[];
  readonly run: RunTask<unknown>;
  /** Milliseconds; null: the default. */
  readonly timeout: number | null;
  /** Whether the view learns of a failure. */
  readonly tellsFailure: boolean;
  /** Takes what came of it, for those of its names that are still its. */
  readonly land: (socket: object, outcome: AsyncOutcome<unknown>, keys: readonly string[]) => unknown;
}

/** What a turn wants done about tasks once it is over. */
export type TaskWish =
  | { readonly kind: "start"; readonly task: Task; readonly cid: number | null }
  | { readonly kind: "cancel"; readonly keys: readonly string[]; readonly cid: number | null };

/** Whose assigns tasks bring. */
export interface TaskAssigns {
  readonly assigns: Readonly<Record<string, unknown>>;
  assign(patch: Readonly<Record<string, unknown>>): void;
  /** Inserts items into the stream of an assign. */
  fillStream(key: string, items: readonly unknown[], options: StreamAsyncOptions): void;
}

/** The names of assigns and those of `startAsync` are told apart. */
const named = (name: string): string => `${name} (startAsync)`;

/** What the turns of one view or component want of tasks, and how the values of its assigns come. */
export class StateTasks {
  readonly #owner: TaskAssigns;
  #wishes: TaskWish[] = [];
  /** Tasks of several assigns, which begin with the first of these. */
  readonly #begun = new WeakSet<StartedTask>();

  constructor(owner: TaskAssigns) {
    this.#owner = owner;
  }

  /** What stands in an assign that mount gave `assignAsync()` or `streamAsync()`. */
  begin(key: string, started: StartedTask): AsyncState {
    if (!this.#begun.has(started)) {
      this.#begun.add(started);
      const { keys, run, timeout, stream } = started;
      this.#want(this.#assigning(keys ?? [key], { run, timeout, stream: stream?.options ?? null }));
    }
    return AsyncState.loading(null);
  }

  assignAsync(keys: readonly string[], run: RunTask<unknown>, timeout: number | null, reset: boolean): void {
    this.#load(keys, reset);
    this.#want(this.#assigning(keys, { run, timeout, stream: null }));
  }

  streamAsync(key: string, run: RunTask<unknown>, options: StreamAsyncOptions): void {
    this.#load([key], false);
    this.#want(this.#assigning([key], { run, timeout: options.timeout ?? null, stream: options }));
  }

  startAsync(name: string, task: Omit<Task, "name" | "keys">): void {
    this.#want({ ...task, name, keys: [named(name)] });
  }

  cancelAsync(name: string): void {
    this.#wishes.push({ kind: "cancel", keys: [name, named(name)], cid: null });
  }

  take(): readonly TaskWish[] {
    const wishes = this.#wishes;
    if (wishes.length > 0) this.#wishes = [];
    return wishes;
  }

  #want(task: Task): void {
    this.#wishes.push({ kind: "start", task, cid: null });
  }

  #load(keys: readonly string[], reset: boolean): void {
    const { assigns } = this.#owner;
    this.#owner.assign(Object.fromEntries(keys.map((key) => [key, AsyncState.loading(reset ? null : assigns[key])])));
  }

  #assigning(
    keys: readonly string[],
    { run, timeout, stream }: Pick<Task, "run" | "timeout"> & { readonly stream: StreamAsyncOptions | null },
  ): Task {
    const land: Task["land"] = (_socket, outcome, still) => {
      if (!outcome.ok) return this.#fail(still, outcome);
      if (stream !== null) return this.#fill(still, outcome.value as readonly unknown[], stream); // Typed by streamAsync().
      const values = keys.length === 1 ? { [keys[0]!]: outcome.value } : (outcome.value as Values); // One key is there.
      this.#owner.assign(Object.fromEntries(still.map((key) => [key, AsyncState.came(values[key])])));
    };
    return { name: keys.join(", "), keys, run, timeout, tellsFailure: false, land };
  }

  #fill(keys: readonly string[], items: readonly unknown[], options: StreamAsyncOptions): void {
    for (const key of keys) this.#owner.fillStream(key, items, options);
  }

  #fail(keys: readonly string[], failure: AsyncFailure): void {
    const { reason, error } = failure;
    const failed = { reason, error } as AsyncFailure;
    const { assigns } = this.#owner;
    this.#owner.assign(Object.fromEntries(keys.map((key) => [key, AsyncState.failed(assigns[key], failed)])));
  }
}

type Values = Readonly<Record<string, unknown>>;
