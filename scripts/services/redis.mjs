// The Redis server of the tests: one that runs already, or one of their own.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { installPackages } from "./debian.mjs";
import { freePort } from "./free-port.mjs";

const REDIS = { name: "Redis", packages: ["redis-server"], without: "tests on Redis", seconds: 5 };

/** The usual place of a server on a machine for development. */
const USUAL = "redis://127.0.0.1:6379";

/** Milliseconds. */
const STARTS_WITHIN = 20_000;

/**
 * A server without a password, as `{ url, stop() }`: the one in `LIVEGATE_TEST_REDIS`, one that runs at the usual place, or one
 * that is started here and ends with `stop`. Null where there is none.
 */
export async function findRedis() {
  for (const url of [process.env.LIVEGATE_TEST_REDIS, USUAL]) {
    if (url && (await answers(url))) return { url, stop: async () => {} };
  }
  return isPresent() || (installPackages(REDIS) && isPresent()) ? startRedis() : null;
}

/** Starts a server on a free port of this machine that keeps nothing. `kill` and `start` are a crash and what comes after it. */
export async function startRedis() {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server = await run(port, url);
  const cleanUp = () => server.kill("SIGKILL");
  const interrupted = () => process.exit(1);
  process.once("exit", cleanUp).once("SIGINT", interrupted).once("SIGTERM", interrupted);
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  };
  return {
    url,
    kill,
    async start() {
      server = await run(port, url);
    },
    async stop() {
      process.off("exit", cleanUp).off("SIGINT", interrupted).off("SIGTERM", interrupted);
      await kill();
    },
  };
}

const isPresent = () => spawnSync("redis-server", ["--version"]).status === 0;

async function run(port, url) {
  const settings = ["--bind", "127.0.0.1", "--port", String(port), "--save", "", "--appendonly", "no"];
  const server = spawn("redis-server", settings, { stdio: "ignore" });
  const deadline = Date.now() + STARTS_WITHIN;
  while (!(await answers(url))) {
    if (server.exitCode !== null || Date.now() > deadline) throw new Error("Redis didn't start.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return server;
}

/** Whether a server there lets us in. */
async function answers(url) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.setTimeout(2000, () => socket.destroy());
  try {
    await once(socket, "connect");
    socket.write("PING\r\n");
    const [answer] = await once(socket, "data");
    return String(answer).startsWith("+PONG");
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
