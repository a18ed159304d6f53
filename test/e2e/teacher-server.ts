import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { freePort } from "../../packages/livegate-cli/src/free-port.ts";
import { temporaryDatabase } from "livegate/testing";

const LIVEGATE = fileURLToPath(new URL("../../packages/livegate-cli/bin/livegate.js", import.meta.url));
const TEACHER = fileURLToPath(new URL("../../apps/teacher", import.meta.url));
const STARTS_WITHIN = 30_000;

/** Teacher in a process of its own, on a database of its own. */
export interface TeacherServer {
  readonly url: string;
  readonly databaseUrl: string;
  /** Ends the process as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same port and database. */
  start(): Promise<void>;
  /** Ends the process and takes the database away. */
  close(): Promise<void>;
}

/** Starts Teacher on a free port with the seeds on its shelf: SQLite's, or where `DATABASE_URL` names a server of PostgreSQL. */
export async function startTeacher(app = TEACHER): Promise<TeacherServer> {
  const database = await temporaryDatabase(process.env["DATABASE_URL"]);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    NODE_ENV: "test",
    PORT: String(port),
    URL: url,
    DATABASE_URL: database.url,
    SECRET_KEY_BASE: "only-for-tests-".repeat(5),
  };
  let child: ChildProcess | null = null;

  const server: TeacherServer = {
    url,
    databaseUrl: database.url,
    async start() {
      child = spawn(process.execPath, [LIVEGATE, "start"], { cwd: app, env, stdio: ["ignore", "pipe", "pipe"] });
      const log: Buffer[] = [];
      child.stdout?.on("data", (chunk: Buffer) => log.push(chunk));
      child.stderr?.on("data", (chunk: Buffer) => log.push(chunk));
      await answering(url, child, () => Buffer.concat(log).toString().slice(-2000));
    },
    async kill() {
      const killed = child;
      child = null;
      if (!killed || killed.exitCode !== null) return;
      killed.kill("SIGKILL");
      await once(killed, "exit");
    },
    async close() {
      await server.kill();
      await database[Symbol.asyncDispose]();
    },
  };
  try {
    await server.start();
    return server;
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function answering(url: string, child: ChildProcess, log: () => string): Promise<void> {
  const deadline = Date.now() + STARTS_WITHIN;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Teacher ended with ${child.exitCode}:\n${log()}`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error(`Teacher didn't answer within ${STARTS_WITHIN} ms:\n${log()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
