import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A ledger's server in a process of its own: see ledger-server.ts. */
export async function startLedger(databaseUrl: string): Promise<{ child: ChildProcess; port: number }> {
  const program = join(import.meta.dirname, "ledger-server.ts");
  const child = spawn(process.execPath, [program, databaseUrl], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit").then(([code]) => assert.fail(`The server ended with ${code}.`));
  const [line] = (await Promise.race([once(child.stdout, "data"), ended])) as [Buffer];
  ended.catch(() => {}); // Later on it is killed.
  return { child, port: Number(line.toString()) };
}
