import type { ChildProcessWithoutNullStreams } from "node:child_process";

/** Starts a command; all that it has started ends with it, with this process, and as soon as `stdin` is ended. */
export function spawnTree(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv },
): ChildProcessWithoutNullStreams;
