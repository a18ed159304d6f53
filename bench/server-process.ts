import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { availableParallelism, cpus } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { Target } from "./load/load.ts";

/** With two cores the servers have the first and the generator the second; with one they share it. */
const PINNED = availableParallelism() > 1;

/** Every core, for `CPUS` in run.sh: this process's own ones don't count once it is pinned. */
export const ALL_CORES = `0-${cpus().length - 1}`;

/** A server that this run has started, and has to stop. */
export interface ServerProcess extends Target {
  stop(): Promise<void>;
}

/** Keeps this process, the generator, off the servers' core. */
export function pinGenerator(): void {
  if (PINNED) execFileSync("taskset", ["-acp", "1", String(process.pid)], { stdio: "ignore" });
}

/** Starts the measured app by its run.sh, which prints the pid once the server answers. */
export async function startApp(env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  const port = Number(env["PORT"]) || (await freePort());
  const pinned = PINNED ? { CPUS: "0" } : {};
  const script = new URL("app/run.sh", import.meta.url).pathname;
  return started(port, script, [], { ...process.env, PORT: String(port), ...pinned, ...env });
}

/** Starts the bare server with the frames in `file`. */
export async function startBaseline(file: string): Promise<ServerProcess> {
  const port = await freePort();
  const script = new URL("baseline/server.ts", import.meta.url).pathname;
  const command = [process.execPath, script, file, String(port)];
  const [first = "", ...rest] = PINNED ? ["taskset", "-c", "0", ...command] : command;
  return started(port, first, rest, process.env);
}

/** A port that nobody listens on: another run may be on the machine. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  server.close();
  await once(server, "close");
  return port;
}

async function started(port: number, command: string, args: string[], env: NodeJS.ProcessEnv): Promise<ServerProcess> {
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await Promise.race([once(child.stdout, "data"), once(child, "exit").then(() => [""])])) as [unknown];
  const pid = Number(String(line).trim());
  if (!(pid > 1)) throw new Error(`${command} did not print the pid of a server: ${JSON.stringify(String(line))}`);
  child.unref();
  return { port, pid, stop: () => stopped(pid) };
}

async function stopped(pid: number): Promise<void> {
  process.kill(pid, "SIGTERM");
  for (let waited = 0; waited < 10_000 && runs(pid); waited += 50) await delay(50);
  if (runs(pid)) process.kill(pid, "SIGKILL");
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
