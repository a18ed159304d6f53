// The PostgreSQL server of the tests: one that runs already, or one of their own.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPackages } from "./debian.mjs";
import { freePort } from "./free-port.mjs";

const POSTGRES = { name: "PostgreSQL", packages: ["postgresql"], without: "tests on PostgreSQL", seconds: 20 };

/** The usual place of a server on a machine for development; it has to let everybody in who is on this machine. */
const USUAL = "postgres://postgres@127.0.0.1:5432/postgres";

const OLDEST_VERSION = 15;

/** Milliseconds. */
const STARTS_WITHIN = 30_000;

/**
 * A server whose user may create databases, as `{ url, stop() }`: the one in `LIVEGATE_TEST_POSTGRES`, or one that is started
 * here and ends with `stop`; where its programs are missing, one that runs at the usual place. Null where there is none.
 */
export async function findPostgres() {
  const given = await serverAt(process.env.LIVEGATE_TEST_POSTGRES);
  if (given) return given;
  // One that waits for no disk makes and drops the hundreds of databases many times as fast as one that somebody works with.
  const present = programs();
  if (present) return startPostgres(present);
  const usual = await serverAt(USUAL);
  if (usual) return usual;
  const installed = installPackages(POSTGRES) ? programs() : null;
  return installed && startPostgres(installed);
}

const serverAt = async (url) =>
  url && (await versionAt(url)) >= OLDEST_VERSION ? { url, stop: async () => {} } : null;

/**
 * Starts a server on a free port of this machine with an empty directory of its own, which is gone after `stop`. `restart` kills
 * it, as a crash would, and starts it again.
 */
export async function startPostgres(bin = programs()) {
  if (!bin) throw new Error("PostgreSQL's programs are not on this machine.");
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? userNamed("postgres") : {};
  const data = mkdtempSync(join(tmpdir(), "livegate-postgres-"));
  if (user.uid !== undefined) chownSync(data, user.uid, user.gid);
  const made = spawnSync(
    join(bin, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"],
    {
      ...user,
      cwd: "/",
      encoding: "utf8",
    },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let server = await run({ bin, user, data, port, url });
  const cleanUp = () => {
    server.kill("SIGQUIT");
    rmSync(data, { recursive: true, force: true });
  };
  const interrupted = () => process.exit(1);
  process.once("exit", cleanUp).once("SIGINT", interrupted).once("SIGTERM", interrupted);
  return {
    url,
    async restart() {
      await end(server, "SIGQUIT");
      server = await run({ bin, user, data, port, url });
    },
    async stop() {
      process.off("exit", cleanUp).off("SIGINT", interrupted).off("SIGTERM", interrupted);
      await end(server, "SIGINT");
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function run({ bin, user, data, port, url }) {
  // Nothing of it has to outlive a crash of the machine.
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "full_page_writes=off",
    `port=${port}`,
  ];
  const server = spawn(join(bin, "postgres"), ["-D", data, ...settings.flatMap((setting) => ["-c", setting])], {
    ...user,
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  server.stderr.setEncoding("utf8").on("data", (text) => (said = (said + text).slice(-4000)));
  const deadline = Date.now() + STARTS_WITHIN;
  while ((await versionAt(url)) === 0) {
    if (server.exitCode !== null || Date.now() > deadline) throw new Error(`PostgreSQL didn't start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return server;
}

async function end(server, signal) {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill(signal);
  await ended;
}

/** The version of a server that lets us in, or 0. */
async function versionAt(url) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query("show server_version_num");
    return Math.floor(Number(rows[0].server_version_num) / 10_000);
  } catch {
    return 0;
  } finally {
    await client.end().catch(() => {});
  }
}

/** The directory of the newest version's programs, or null. Debian has one for each version, others put them on the path. */
function programs() {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).map(Number).filter(Number.isFinite) : [];
  const newest = Math.max(0, ...versions);
  if (newest >= OLDEST_VERSION) return join(debian, String(newest), "bin");
  const { status, stdout } = spawnSync("pg_config", ["--bindir"], { encoding: "utf8" });
  const bin = status === 0 ? stdout.trim() : "";
  return existsSync(join(bin, "initdb")) && existsSync(join(bin, "postgres")) ? bin : null;
}

function userNamed(name) {
  const id = (flag) => Number(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout);
  return { uid: id("-u"), gid: id("-g") };
}
