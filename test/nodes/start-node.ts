import { join } from "node:path";
import { TestCommand } from "../../packages/livegate-cli/src/test-command.ts";
import { freePort } from "../../packages/livegate-cli/src/free-port.ts";

const NOTES = join(import.meta.dirname, "notes-app");

/** A node of the notes app: a process of its own, started as in production. */
export interface RunningNode extends AsyncDisposable {
  readonly port: number;
  readonly command: TestCommand;
  /** Tells it to stop, and gives its exit code. */
  stop(): Promise<number | null>;
}

interface NodeOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly port?: number;
  readonly args?: readonly string[];
  /** What is put before the command. */
  readonly within?: readonly string[];
}

/** Settings that all nodes of one app share; `url` is where people reach them. */
export const sharedSettings = (url: string): Readonly<Record<string, string>> => ({
  NODE_ENV: "production",
  URL: url,
  SECRET_KEY_BASE: "only-for-tests-".repeat(5),
  LOG_LEVEL: "warn",
});

export async function startNode({ env, port, args = [], within = [] }: NodeOptions): Promise<RunningNode> {
  const at = port ?? (await freePort());
  const command = new TestCommand(["start", ...args], { cwd: NOTES, env: { ...env, PORT: String(at) }, within });
  try {
    await command.printed(/Running at/);
  } catch (error) {
    await command[Symbol.asyncDispose]();
    throw error;
  }
  return {
    port: at,
    command,
    stop() {
      command.signal("SIGTERM");
      return command.end();
    },
    [Symbol.asyncDispose]: () => command[Symbol.asyncDispose](),
  };
}
