import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { migrate, openDatabase, temporaryDatabase } from "livegate/data";
import { builtAssets } from "livegate/node";
import type { AppDirectory } from "../app-directory.ts";
import { buildAssets } from "../assets/build-assets.ts";
import { freePort } from "../free-port.ts";
import { UsageError } from "../usage-error.ts";
import { mailServer } from "./edge/mail-server.ts";
import { tlsTerminator } from "./edge/tls-terminator.ts";
import { type Ground, watcher } from "./ground.ts";

const COMMAND = fileURLToPath(new URL("../../bin/livegate.js", import.meta.url));
const HOST = "app.attack.test";
/** How long the app may take to start and to stop, in milliseconds. */
const PATIENCE = 30_000;

/** An app that was started to be attacked; all of it is gone when it is disposed of. */
export type AttackedApp = Ground & AsyncDisposable;

/**
 * Starts an app as in production, behind TLS, on an empty database of its own: a SQLite file, or a database on the
 * PostgreSQL server that `DATABASE_URL` names.
 */
export async function attackedApp(app: AppDirectory): Promise<AttackedApp> {
  if (!builtAssets(join(app.path, "public"))["/assets/app.js"] && existsSync(join(app.path, "client", "app.ts"))) {
    await buildAssets({ appDir: app.path, minify: true });
  }
  const database = await temporaryDatabase(process.env["DATABASE_URL"]);
  const db = await openDatabase<unknown>(database.url);
  await migrate(db, app.migrations);
  const mails = await mailServer();
  let running = await startApp(app, environment(database.url, mails.url));
  const edge = await tlsTerminator(HOST, () => running.port);
  return {
    ...watcher(),
    url: new URL(`https://${HOST}`),
    db,
    mails,
    key: SECRET,
    open: (network) => edge.open(network),
    log: () => running.log(),
    isAlive: () => running.process.exitCode === null && running.process.signalCode === null,
    memory: () => residentBytes(running.process.pid),
    async twin() {
      const other = await startApp(app, environment(database.url, mails.url));
      const door = await tlsTerminator(HOST, () => other.port);
      return {
        open: (network) => door.open(network),
        async [Symbol.asyncDispose]() {
          await door.close();
          await stopApp(other.process);
        },
      };
    },
    withoutDatabase: database.url.startsWith("sqlite:") ? (work) => withoutFile(database.url, work) : null,
    async restart(env = {}) {
      const before = running.log();
      await stopApp(running.process);
      running = await startApp(app, { ...environment(database.url, mails.url), ...env }, before);
    },
    async [Symbol.asyncDispose]() {
      await edge.close();
      await stopApp(running.process);
      await mails.close();
      await db.destroy();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Does something while a database's file is elsewhere. */
async function withoutFile<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  const file = url.slice("sqlite:".length);
  await rename(file, `${file}.gone`);
  try {
    return await work();
  } finally {
    await rename(`${file}.gone`, file);
  }
}

/** One secret for all starts of this command: sessions outlive a restart. */
const SECRET = randomBytes(48).toString("base64url");

const environment = (databaseUrl: string, smtpUrl: string): Readonly<Record<string, string>> => ({
  NODE_ENV: "production",
  URL: `https://${HOST}`,
  HOST: "127.0.0.1",
  DATABASE_URL: databaseUrl,
  SECRET_KEY_BASE: SECRET,
  SMTP_URL: smtpUrl,
  MAIL_FROM: "Attacked <app@attack.test>",
  // The terminator; whoever it passes on is believed no more than anybody.
  TRUSTED_PROXIES: "127.0.0.1",
  ORIGINS: "",
  LOG_LEVEL: "debug",
});

interface RunningApp {
  readonly process: ChildProcess;
  readonly port: number;
  log(): string;
}

async function startApp(
  { path }: AppDirectory,
  env: Readonly<Record<string, string>>,
  before = "",
): Promise<RunningApp> {
  const port = await freePort();
  const child = spawn(process.execPath, [COMMAND, "start"], {
    cwd: path,
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, ...env, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  const deadline = AbortSignal.timeout(PATIENCE);
  while (!output.includes("Running at")) {
    if (child.exitCode !== null || deadline.aborted) {
      child.kill("SIGKILL");
      throw new UsageError(
        `The app doesn't start in production, so there is nothing to attack:\n\n${output.slice(-3000)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { process: child, port, log: () => before + output };
}

async function stopApp(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const cut = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  await once(child, "exit");
  clearTimeout(cut);
}

function residentBytes(pid: number | undefined): number | null {
  const file = `/proc/${pid ?? 0}/status`;
  if (!existsSync(file)) return null;
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, "utf8"))?.[1] ?? 0) * 1024;
}
