import { lstat, mkdir, mkdtemp, open, readdir, rm, utimes } from "node:fs/promises";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { Clock } from "../clock/clock.ts";
import type { Logger } from "../plug/logger.ts";
import type { TemporaryFile, TemporaryFileSource } from "../plug/plug-env.ts";
import { randomToken } from "../token/random-token.ts";

/** Milliseconds between two signs of life on the own folder. */
const TOUCH_EVERY = 60 * 60 * 1000;

/** Milliseconds without one after which a folder belongs to nobody. */
const ABANDONED_AFTER = 24 * 60 * 60 * 1000;

/**
 * The temporary files of one process, in a folder of its own: "<host>-<pid>-<random>" in a parent that all processes of this
 * user share. Names are random, modes 0700 and 0600.
 *
 * What a killed process has left is removed by the next one: folders of this host whose process is gone, and any that nobody has
 * touched for a day.
 */
export class TemporaryFiles implements TemporaryFileSource {
  readonly #parent: string;
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #prefix = `${hostname().replace(/\W+/g, "_")}-${process.pid}-`;
  #folder: Promise<string> | null = null;
  #cancelTouch: (() => void) | null = null;
  #isStopped = false;

  /** Without a `directory` it is one of this user's in the system's folder for temporary files. */
  constructor({ directory, log, clock }: { directory?: string | undefined; log: Logger; clock: Clock }) {
    this.#parent = directory ?? join(tmpdir(), `livegate-uploads-${userInfo().uid}`);
    this.#log = log;
    this.#clock = clock;
  }

  /** Removes what processes that are gone have left. Never rejects. */
  async sweep(): Promise<void> {
    const names = await readdir(this.#parent).catch(() => []);
    for (const name of names) {
      const folder = join(this.#parent, name);
      if (!(await this.#isLeftOver(name, folder))) continue;
      await this.#remove(folder);
      this.#log.info({ folder }, "left-over uploads removed");
    }
  }

  /** Makes a file that nobody else can open. */
  async create(): Promise<TemporaryFile> {
    if (this.#isStopped) throw new Error("The app has stopped: no uploads are taken any more.");
    this.#folder ??= this.#makeFolder();
    const path = join(await this.#folder, randomToken(18));
    const handle = await open(path, "wx+", 0o600);
    return {
      path,
      handle,
      async remove() {
        await handle.close();
        await rm(path, { force: true });
      },
    };
  }

  /** Removes everything. Never rejects. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTouch?.();
    const folder = await this.#folder?.catch(() => null);
    if (folder) await this.#remove(folder);
  }

  async #makeFolder(): Promise<string> {
    try {
      await mkdir(this.#parent, { recursive: true, mode: 0o700 });
      const parent = await lstat(this.#parent);
      // Anybody can make a folder of any name where all users have their temporary files.
      const isOwn = parent.isDirectory() && (process.getuid === undefined || parent.uid === process.getuid());
      if (!isOwn) throw new Error(`The folder of uploads, ${this.#parent}, belongs to another user.`);
      const folder = await mkdtemp(join(this.#parent, this.#prefix));
      this.#touchLater(folder);
      return folder;
    } catch (error) {
      this.#folder = null; // The next file tries again.
      throw error;
    }
  }

  #touchLater(folder: string): void {
    this.#cancelTouch = this.#clock.setTimeout(() => {
      const now = new Date();
      utimes(folder, now, now).catch((error: unknown) => this.#log.error({ err: error }, "folder of uploads is gone"));
      this.#touchLater(folder);
    }, TOUCH_EVERY);
  }

  async #isLeftOver(name: string, folder: string): Promise<boolean> {
    const found = await lstat(folder).catch(() => null);
    const [, host, pid] = /^(\w+)-(\d+)-[\w-]{6}$/.exec(name) ?? [];
    // The author's directory may hold other things, however old: they are nobody's left-overs.
    if (!found?.isDirectory() || host === undefined) return false;
    if (Date.now() - found.mtimeMs > ABANDONED_AFTER) return true;
    if (!this.#prefix.startsWith(`${host}-`)) return false;
    if (Number(pid) !== process.pid) return !isRunning(Number(pid));
    // A former process had this one's number: one in a container always has the same.
    return found.birthtimeMs < Date.now() - process.uptime() * 1000 - 1000;
  }

  async #remove(folder: string): Promise<void> {
    try {
      await rm(folder, { recursive: true, force: true });
    } catch (error) {
      this.#log.error({ err: error, folder }, "uploads can't be removed");
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH"; // What `kill` throws has a code.
  }
}
