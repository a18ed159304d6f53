import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type TemporaryDatabase, temporaryDatabase } from "livegate/testing";
import { freePort } from "../../packages/livegate-cli/src/free-port.ts";
import { TEACHER } from "../../packages/livegate-cli/src/test-app.ts";
import { TestCommand, run } from "../../packages/livegate-cli/src/test-command.ts";
import { ConformanceClient } from "../conformance/conformance-client.ts";
import { csrfTokenOf } from "../conformance/wire/page.ts";
import { connected, password, submit } from "./visiting.ts";

/** What is promised where no pubsub tells the server, in milliseconds. */
const WITHIN = 10_000;

describe("a running server, as in production, obeys `livegate auth` in another process", () => {
  let database: TemporaryDatabase;
  let server: TestCommand;
  let origin: string;
  let port: number;
  const clients: ConformanceClient[] = [];
  const env = () => ({
    NODE_ENV: "production",
    URL: origin,
    PORT: String(port),
    DATABASE_URL: database.url,
    SECRET_KEY_BASE: "only-for-tests-".repeat(5),
    SMTP_URL: "smtp://127.0.0.1:1",
    MAIL_FROM: "Teacher <teacher@example.com>",
    LOG_LEVEL: "warn",
  });
  const command = async (...args: readonly string[]): Promise<string> => {
    const { code, output } = await run(args, { cwd: TEACHER, env: env() });
    assert.equal(code, 0, output);
    return output;
  };

  before(async () => {
    database = await temporaryDatabase(process.env["DATABASE_URL"]);
    port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    if (!existsSync(join(TEACHER, "public", "assets"))) await command("build");
    await command("migrate");
    server = new TestCommand(["start"], { cwd: TEACHER, env: env() });
    await server.printed(/Running at/);
  });

  after(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await server?.[Symbol.asyncDispose]();
    await database?.[Symbol.asyncDispose]();
  });

  /** Somebody who has registered, with a page open. */
  async function member(name: string) {
    const client = new ConformanceClient({ port, origin });
    clients.push(client);
    const email = `${name}@example.com`;
    const form = { "user[email]": email, "user[password]": password };
    assert.equal((await submit(client, "/users/register", form)).status, 303);
    const page = await client.get("/users/settings");
    const home = await client.get("/");
    const socket = await connected(client, home);
    await client.join(socket, home);
    return { client, email, socket, csrf: csrfTokenOf(page) };
  }

  const sessionOf = async (email: string): Promise<string> => {
    const found = JSON.parse(await command("auth", "sessions", "--user", email, "--json")) as {
      readonly sessions: readonly { readonly id: string }[];
    };
    return found.sessions[0]?.id ?? assert.fail("no session");
  };

  it("within ten seconds: one session, all of a user's, and a user who is disabled; nobody else notices", async () => {
    const [one, all, out, other] = await Promise.all(["one", "all", "out", "other"].map(member));
    assert.ok(one && all && out && other);
    const deeds = [
      [one, ["sessions", "revoke", await sessionOf(one.email)]],
      [all, ["users", "sign-out", all.email]],
      [out, ["users", "disable", out.email]],
    ] as const;
    const endings = deeds.map(async ([{ socket, client }, deed]) => {
      const closed = socket.closed().then((how) => ({ how, at: performance.now() }));
      await command("auth", ...deed);
      const told = performance.now();
      assert.equal((await client.get("/users/settings")).headers.get("location")?.split("?")[0], "/users/log_in");
      const { how, at } = await closed;
      assert.deepEqual(how, { code: 1001, reason: "session ended" });
      assert.ok(at - told < WITHIN, `${deed.join(" ")}: ${Math.round(at - told)} ms`);
    });
    await Promise.all(endings);
    await other.socket.heartbeat();
    assert.equal(other.socket.ended, null);
    assert.equal((await other.client.get("/users/settings")).status, 200);
    const form = { by: "password", "user[email]": out.email, "user[password]": password };
    const again = await submit(out.client, "/users/log_in", form);
    assert.equal(again.status, 422, "who is disabled doesn't get in");
  });

  it("to the end of all sessions, and lets in again whom it is told to", async () => {
    const someone = await member("someone");
    await command("auth", "users", "disable", someone.email);
    await command("auth", "users", "enable", someone.email);
    const form = { by: "password", "user[email]": someone.email, "user[password]": password };
    assert.equal((await submit(someone.client, "/users/log_in", form)).status, 303);
    const home = await someone.client.get("/");
    const socket = await connected(someone.client, home);
    await someone.client.join(socket, home);
    const closed = socket.closed().then(() => performance.now());
    await command("auth", "users", "sign-out", "--everybody", "--yes");
    const told = performance.now();
    assert.ok((await closed) - told < WITHIN);
  });
});
