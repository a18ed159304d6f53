import type { AsyncOutcome } from "../live/async-task.ts";
import type { Task, TaskWish } from "../live/state-tasks.ts";
import type { LiveRuntime } from "./live-runtime.ts";

type Outcome = AsyncOutcome<unknown>;

/** A task that was started, until its view has taken what came of it. */
export interface StartedTask {
  readonly task: Task;
  /** The component that started it; null for the view. */
  readonly cid: number | null;
  /** What came of it; null while it runs. */
  readonly outcome: Outcome | null;
}

/** A task that has ended, on its way through the view's mailbox. */
export interface TaskLanding {
  readonly kind: "task";
  readonly started: StartedTask;
}

interface Running extends StartedTask {
  /** How many of its names no later start has taken over. */
  names: number;
  outcome: Outcome | null;
  readonly abort: AbortController;
  cancelTimeout: () => void;
  /** Nobody waits for it any more. */
  readonly over: () => void;
}

/**
 * The tasks that run beside one view: of each name the last start wins. What comes of one goes into the view's mailbox, and
 * nothing comes any more once the view is closed or the component is gone.
 */
export class ViewTasks {
  readonly #runtime: LiveRuntime;
  readonly #land: (landing: TaskLanding) => void;
  /** By component and name; made for the first, since most views have none. */
  #tasks: Map<string, Running> | null = null;
  /** Those whose promise hasn't settled, also where nobody waits for them any more: they take resources. */
  #alive = 0;
  #closed = false;

  constructor(runtime: LiveRuntime, land: (landing: TaskLanding) => void) {
    this.#runtime = runtime;
    this.#land = land;
  }

  get #latest(): Map<string, Running> {
    return (this.#tasks ??= new Map());
  }

  /** Does what turns wanted. */
  carryOut(wishes: readonly TaskWish[]): void {
    for (const wish of wishes) {
      if (this.#closed) return;
      if (wish.kind === "start") this.#start(wish.task, wish.cid);
      else for (const key of wish.keys) this.#cancel(key, wish.cid);
    }
  }

  /** Takes a task that has landed; gives its names that are still its, none where later starts have them all. */
  take(started: StartedTask): readonly string[] {
    const keys = started.task.keys.filter((key) => this.#latest.get(address(started.cid, key)) === started);
    for (const key of keys) this.#latest.delete(address(started.cid, key));
    return keys;
  }

  /** A component is gone. */
  forget(cid: number): void {
    for (const [at, running] of this.#tasks ?? []) {
      if (running.cid !== cid) continue;
      this.#latest.delete(at);
      this.#drop(running);
    }
  }

  close(): void {
    this.#closed = true;
    for (const running of this.#tasks?.values() ?? []) this.#drop(running);
    this.#tasks = null;
  }

  #start(task: Task, cid: number | null): void {
    const { limits, context, tasks } = this.#runtime;
    const running: Running = {
      task,
      cid,
      names: task.keys.length,
      outcome: null,
      abort: new AbortController(),
      cancelTimeout: () => {},
      over: tasks.begin(),
    };
    for (const key of task.keys) this.#takeOver(key, running);
    if (this.#alive >= limits.tasksPerView) return this.#refuse(running);
    const late = (): void => this.#giveUp(running, "timeout");
    running.cancelTimeout = context.clock.setTimeout(late, task.timeout ?? limits.taskTimeout);
    this.#alive += 1;
    void this.#run(running);
  }

  async #run(running: Running): Promise<void> {
    try {
      const value = await running.task.run({ signal: running.abort.signal });
      this.#settle(running, { ok: true, value });
    } catch (error) {
      this.#settle(running, { ok: false, reason: "error", error });
    } finally {
      this.#alive -= 1;
    }
  }

  #refuse(running: Running): void {
    this.#runtime.counters.increment("task_refused");
    this.#settle(running, { ok: false, reason: "limit", error: null });
  }

  /** A name belongs to the last start; a former one that has lost all of its names is dropped. */
  #takeOver(key: string, running: Running): void {
    const at = address(running.cid, key);
    const former = this.#latest.get(at);
    this.#latest.set(at, running);
    if (former === undefined || former === running) return;
    former.names -= 1;
    if (former.names === 0) this.#drop(former);
  }

  /** One that has ended, but whose view hasn't taken it yet, is cancelled as well. */
  #cancel(key: string, cid: number | null): void {
    const running = this.#latest.get(address(cid, key));
    if (running?.outcome) running.outcome = { ok: false, reason: "cancelled", error: null };
    else if (running) this.#giveUp(running, "cancelled");
  }

  #giveUp(running: Running, reason: "timeout" | "cancelled"): void {
    this.#settle(running, { ok: false, reason, error: null });
    running.abort.abort();
  }

  #settle(running: Running, outcome: Outcome): void {
    if (running.outcome !== null || running.abort.signal.aborted) return;
    running.outcome = outcome;
    running.cancelTimeout();
    if (!outcome.ok && !running.task.tellsFailure) this.#report(running.task, outcome);
    this.#land({ kind: "task", started: running });
    running.over();
  }

  /** Nobody waits for it any more, and nothing comes of it. */
  #drop(running: Running): void {
    running.cancelTimeout();
    running.abort.abort();
    running.over();
  }

  /** A failure of which no handler learns; that a task was cancelled is none. */
  #report({ name }: Task, { reason, error }: Extract<Outcome, { ok: false }>): void {
    if (reason === "cancelled") return;
    this.#runtime.context.log.error({ err: error ?? undefined, task: name, reason }, "task failed");
  }
}

const address = (cid: number | null, key: string): string => `${cid ?? ""} ${key}`;
