import { setTimeout as pause } from "node:timers/promises";
import { temporaryDatabase } from "livegate/testing";
import { freePort } from "../../packages/livegate-cli/src/free-port.ts";
import { TEACHER } from "../../packages/livegate-cli/src/test-app.ts";
import { TestCommand } from "../../packages/livegate-cli/src/test-command.ts";
import { ConformanceClient } from "../conformance/conformance-client.ts";
import { csrfTokenOf } from "../conformance/wire/page.ts";
import { type RoundRobin, roundRobin } from "./round-robin.ts";

/** Nodes of Teacher in processes of their own, on one database, behind a proxy that hands connections round. */
export interface TeacherNodes extends AsyncDisposable {
  readonly url: string;
  readonly proxy: RoundRobin;
  readonly ports: readonly number[];
  /** A browser by hand that talks to one node, past the proxy. */
  client(node: number): ConformanceClient;
  /** Ends a node as a power cut would; the proxy goes on to the others. */
  kill(node: number): Promise<void>;
  /** What a command prints that works beside the nodes. */
  command(...args: readonly string[]): Promise<string>;
}

interface TeacherNodesOptions {
  /** Where people reach them, if not at the proxy here. */
  readonly url?: string;
  /** More settings of a node that listens there. */
  readonly settings?: (port: number) => Readonly<Record<string, string>>;
}

export async function startTeacherNodes(
  count: number,
  pubsubUrl: string,
  options: TeacherNodesOptions = {},
): Promise<TeacherNodes> {
  const database = await temporaryDatabase(process.env["LIVEGATE_TEST_POSTGRES"]);
  const proxy = await roundRobin();
  const { url = `http://127.0.0.1:${proxy.port}`, settings = () => ({}) } = options;
  const env = {
    NODE_ENV: "test",
    URL: url,
    DATABASE_URL: database.url,
    PUBSUB_URL: pubsubUrl,
    SECRET_KEY_BASE: "only-for-tests-".repeat(5),
    LOG_LEVEL: "warn",
  };
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  const commands: TestCommand[] = [];
  const dispose = async () => {
    await Promise.all(commands.map((command) => command[Symbol.asyncDispose]()));
    await proxy[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  };
  try {
    for (const port of ports) {
      const command = new TestCommand(["start"], {
        cwd: TEACHER,
        env: { ...env, ...settings(port), PORT: String(port) },
      });
      commands.push(command);
      // The first one migrates and fills the database.
      await command.printed(/Running at/);
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  proxy.nodes = ports;
  return {
    url,
    proxy,
    ports,
    client: (node) => new ConformanceClient({ port: ports[node] ?? 0, origin: url }),
    async kill(node) {
      proxy.nodes = ports.filter((port) => port !== ports[node]);
      commands[node]?.signal("SIGKILL");
      await commands[node]?.end();
    },
    async command(...args) {
      const command = new TestCommand(args, { cwd: TEACHER, env });
      await command.end();
      return command.output;
    },
    [Symbol.asyncDispose]: dispose,
  };
}

export const PASSWORD = "correct horse battery";

/** Registers somebody, who is logged in then. */
export async function register(client: ConformanceClient, email: string): Promise<void> {
  await sendForm(client, "/users/register", email);
}

/** Logs somebody in who has an account. */
export async function logIn(client: ConformanceClient, email: string): Promise<void> {
  await sendForm(client, "/users/log_in", email);
}

/** Logs the browser of a client out. */
export async function logOut(client: ConformanceClient): Promise<void> {
  const page = await client.get("/");
  const { status } = await post(client, "/users/log_out", { _csrf_token: csrfTokenOf(page), _method: "delete" });
  if (status !== 303) throw new Error(`Logging out answered ${status}.`);
}

const post = (client: ConformanceClient, path: string, fields: Readonly<Record<string, string>>) =>
  client.post(path, fields, { origin: client.address.origin });

async function sendForm(client: ConformanceClient, path: string, email: string): Promise<void> {
  const page = await client.get(path);
  const fields = { "user[email]": email, "user[password]": PASSWORD, by: "password" };
  const { status } = await post(client, path, { _csrf_token: csrfTokenOf(page), ...fields });
  if (status !== 303) throw new Error(`${path} answered ${status} to ${email}.`);
}

/** Goes on with somebody's cookies at another node. */
export function sameBrowser(from: ConformanceClient, to: ConformanceClient): ConformanceClient {
  for (const [name, value] of from.cookies) to.cookies.set(name, value);
  return to;
}

/** Waits until something is so, for 20 seconds at most. */
export async function eventually(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = AbortSignal.timeout(20_000);
  while (!(await isSo())) {
    if (deadline.aborted) throw new Error(`It never came to this: ${what}`);
    await pause(20);
  }
}
