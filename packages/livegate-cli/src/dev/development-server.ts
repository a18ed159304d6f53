import type { DevelopmentMessage, ErrorReport } from "livegate/diagnostics";
import { errorReport } from "livegate/diagnostics";
import { explain } from "../explain.ts";
import { AppProcess } from "./app-process.ts";
import { DevelopmentAssets } from "./development-assets.ts";
import { faultReport, sourceFaults } from "./source-faults.ts";

/**
 * An app that is developed: one process runs it, another waits with its packages loaded to take the place of the first. The
 * former one stops only when the new one has loaded, so a mistake takes nothing away.
 */
export class DevelopmentServer {
  readonly #appDir: string;
  readonly #assets: DevelopmentAssets;
  #running: AppProcess | null = null;
  #next: AppProcess;
  /** Whether pages were told of a mistake that still stands. */
  #isBroken = false;
  #isClosed = false;
  /** Files that were saved and are not what runs yet. */
  #pending: readonly string[] = [];

  constructor(appDir: string) {
    this.#appDir = appDir;
    this.#assets = new DevelopmentAssets(appDir);
    this.#next = new AppProcess(appDir, []);
  }

  /** Builds and starts everything for the first time. */
  async open(): Promise<void> {
    await this.#assets.open();
    const built = this.#built(() => Promise.all([this.#assets.buildScripts(), this.#assets.buildStyles()]));
    await Promise.all([built, this.#restart({ prepare: true, ready: built })]);
  }

  /** Takes over files that were saved. Never rejects. */
  async take(saved: readonly string[]): Promise<void> {
    if (this.#isClosed) return;
    const files = [...new Set([...this.#pending, ...saved])];
    this.#pending = files;
    const faults = sourceFaults(this.#appDir, files);
    for (const { file, line, column, what } of faults) console.error(`${file}:${line}:${column} ${what}`);
    if (faults[0]) return this.#tellError(faultReport(this.#appDir, faults[0]));
    if (await this.#takeOver(files)) this.#pending = [];
  }

  /** Ends all processes. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#next.kill();
    await Promise.all([this.#running?.stop(), this.#next.ended, this.#assets[Symbol.asyncDispose]()]);
    await this.#running?.ended;
  }

  async #takeOver(files: readonly string[]): Promise<boolean> {
    const styles = this.#built(() => this.#assets.buildStyles(files)).then((built) => {
      if (built.changed) this.#tell({ kind: "styles" });
      return built.ok;
    });
    if (files.every((file) => file.endsWith(".css"))) return this.#mended(await styles);
    const scripts = this.#built(() => this.#assets.buildScripts());
    if (files.every((file) => /^(?:client|public)[\\/]/.test(file))) {
      const ok = (await scripts).ok && (await styles);
      if (ok) this.#tell({ kind: "reload" });
      return this.#mended(ok);
    }
    const prepare = files.some((file) => /^(?:db|config)\b/.test(file));
    const isRestarted = await this.#restart({ prepare, ready: scripts });
    return this.#mended((await styles) && isRestarted);
  }

  /** Loads the app in the waiting process, which then takes the place of the running one. */
  async #restart({
    prepare,
    ready,
  }: {
    readonly prepare: boolean;
    readonly ready: Promise<unknown>;
  }): Promise<boolean> {
    const [next, former] = [this.#next, this.#running];
    const [loaded] = await Promise.all([next.load(prepare || former === null), ready]);
    if (this.#isClosed) return false;
    if (loaded.ok) {
      await former?.stop();
      this.#running = next;
      const started = await next.start();
      this.#await(next.packages.length > 0 ? next.packages : (former?.packages ?? []));
      if (started.ok) return true;
      this.#running = null;
      await next.stop();
      return false;
    }
    next.kill();
    if (loaded.report) this.#tellError(loaded.report);
    this.#await(former?.packages ?? []);
    return false;
  }

  /** Makes another process that waits. */
  #await(packages: readonly string[]): void {
    if (!this.#isClosed) this.#next = new AppProcess(this.#appDir, packages);
  }

  async #built(build: () => Promise<unknown>): Promise<{ readonly ok: boolean; readonly changed: boolean }> {
    try {
      return { ok: true, changed: (await build()) === true };
    } catch (error) {
      console.error(explain(error));
      this.#tellError(errorReport(error, { during: "the build of scripts and styles" }));
      return { ok: false, changed: false };
    }
  }

  #mended(ok: boolean): boolean {
    if (ok && this.#isBroken) this.#tell({ kind: "mended" });
    if (ok) this.#isBroken = false;
    return ok;
  }

  #tellError(report: ErrorReport): void {
    this.#isBroken = true;
    this.#tell({ kind: "error", report });
  }

  #tell(message: DevelopmentMessage): void {
    this.#running?.toPages(message);
  }
}
