import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { DevelopmentMessage, ErrorReport } from "livegate/diagnostics";
import type { FromChild, ToChild } from "./child-messages.ts";

const CHILD = fileURLToPath(new URL(`./app-child${extname(import.meta.url)}`, import.meta.url));

/** Milliseconds that an app has to stop before it is killed: whoever develops waits for it. */
const STOPS_WITHIN = 2_000;

/** What a step of a process came to. */
export type StepResult = { readonly ok: true } | { readonly ok: false; readonly report: ErrorReport | null };

/** A process that loads packages ahead, and runs the app once it is told to. */
export class AppProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  /** Modules outside of the app that it has loaded; known once it runs. */
  packages: readonly string[] = [];

  /** `packages` are loaded before the app is. */
  constructor(appDir: string, packages: readonly string[]) {
    const env = { NODE_ENV: "development", ...process.env };
    this.#child = fork(CHILD, [...packages], { cwd: appDir, env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
    this.#ended = once(this.#child, "exit");
    this.#child.setMaxListeners(0);
  }

  /** Resolves when the process has ended, for whatever reason. */
  get ended(): Promise<unknown> {
    return this.#ended;
  }

  /** Loads the app as it stands in its files, and brings the database up to date first if so asked. */
  load(prepare: boolean): Promise<StepResult> {
    return this.#step({ kind: "load", prepare }, "loaded");
  }

  /** Starts what was loaded. */
  start(): Promise<StepResult> {
    return this.#step({ kind: "start" }, "running");
  }

  /** Passes something on to the pages that are open. */
  toPages(message: DevelopmentMessage): void {
    this.#send({ toPages: message });
  }

  /** Stops the app; resolves when its port is free. The process ends soon after. */
  async stop(): Promise<void> {
    if (this.#isOver) return;
    const cut = setTimeout(() => this.kill(), STOPS_WITHIN);
    await this.#step({ kind: "stop" }, "stopped");
    clearTimeout(cut);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  get #isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #send(message: ToChild): void {
    // One that ends meanwhile is noticed by its end.
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  async #step(message: ToChild, awaited: FromChild["kind"]): Promise<StepResult> {
    if (this.#isOver) return { ok: false, report: null };
    const { promise, resolve } = Promise.withResolvers<StepResult>();
    const hear = (answer: FromChild): void => {
      if (answer.kind === "running") this.packages = answer.packages;
      if (answer.kind === awaited) resolve({ ok: true });
      if (answer.kind === "failed") resolve({ ok: false, report: answer.report });
    };
    const end = (): void => resolve({ ok: false, report: null });
    this.#child.on("message", hear).once("exit", end);
    this.#send(message);
    const result = await promise;
    this.#child.off("message", hear).off("exit", end);
    return result;
  }
}
