import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../bin/livegate.js", import.meta.url));

/** How long anything that a test waits for may take, in milliseconds. */
const PATIENCE = 20_000;

interface CommandOptions {
  /** The directory of the app. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The file of another `livegate` than this workspace's own. */
  readonly command?: string;
  /** What is put before it, such as `ip netns exec`. */
  readonly within?: readonly string[];
}

/** Of the environment, nothing that would set an app up in another way, or tell a runner that it is one of another's. */
export function bareEnvironment(): Readonly<Record<string, string>> {
  const { PATH = "", HOME = "", NODE_COMPILE_CACHE } = process.env;
  return { PATH, HOME, ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }) };
}

/** The `livegate` command in a process group of its own. Disposing of it ends whatever is left of the group. */
export class TestCommand {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #output = "";

  constructor(args: readonly string[], { cwd, env = {}, command = COMMAND, within = [] }: CommandOptions) {
    const [first = "", ...rest] = [...within, process.execPath, command, ...args];
    this.#child = spawn(first, rest, { cwd, env: { ...bareEnvironment(), ...env }, detached: true });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.#output += text));
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.#output += text));
    this.#exited = once(this.#child, "close");
  }

  /** The processes that it has started itself and that run: its workers. */
  get children(): readonly number[] {
    const { pid } = this.#child;
    return readIfThere(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  }

  /** What it has printed so far. */
  get output(): string {
    return this.#output;
  }

  /** The match of a pattern in what is printed after `from` characters, as soon as there is one. */
  async printed(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    const deadline = AbortSignal.timeout(PATIENCE);
    for (;;) {
      const match = pattern.exec(this.#output.slice(from));
      if (match) return match;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) await this.#exited;
      if (deadline.aborted || this.#child.exitCode !== null) {
        throw new Error(`${String(pattern)} was never printed:\n${this.#output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Waits for its end and gives the exit code; null where a signal killed it. */
  async end(patience = PATIENCE): Promise<number | null> {
    const cut = setTimeout(() => this.#killGroup(), patience);
    await this.#exited;
    clearTimeout(cut);
    return this.#child.exitCode;
  }

  /** The processes of its group that are left; those that are about to end have a second for it. */
  async leftovers(): Promise<readonly string[]> {
    const deadline = AbortSignal.timeout(1000);
    for (;;) {
      const left = liveProcesses(this.#child.pid ?? 0);
      if (left.length === 0 || deadline.aborted) return left;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#killGroup();
    await this.#exited;
  }

  #killGroup(): void {
    try {
      if (this.#child.pid) process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // All of it has ended.
    }
  }
}

/** What runs in a process group, where there is /proc; without what has ended and was not fetched by its parent yet. */
function liveProcesses(group: number): readonly string[] {
  return globSync("/proc/[0-9]*/stat").flatMap((file) => {
    const [, name = "", state, itsGroup] = /\((.*)\) (\S) \d+ (\d+)/.exec(readIfThere(file)) ?? [];
    return Number(itsGroup) === group && state !== "Z" ? [name] : [];
  });
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Runs the command to its end. */
export async function run(args: readonly string[], options: CommandOptions & { readonly patience?: number }) {
  await using command = new TestCommand(args, options);
  const code = await command.end(options.patience);
  return { code, output: command.output };
}

/** The cells of a table that a command has printed, line by line; empty ones are left out. */
export const cellsOf = (output: string): readonly (readonly string[])[] =>
  output
    .trimEnd()
    .split("\n")
    .map((line) => line.split(/ {2,}/));
