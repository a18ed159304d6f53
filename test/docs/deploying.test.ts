import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openDatabase } from "livegate/data";
import { endpointConfig } from "livegate/endpoint";
import { sql } from "kysely";
import { codeBlocks } from "./code-blocks.ts";

const run = promisify(execFile);
const COMMAND = fileURLToPath(new URL("../../packages/livegate-cli/bin/livegate.js", import.meta.url));
const PAGE = await readFile(new URL("../../docs/deploying.md", import.meta.url), "utf8");

let folder = "";
before(async () => (folder = await mkdtemp(join(tmpdir(), "deploying-"))));
after(() => rm(folder, { recursive: true }));

/** The block whose first line names this file. */
const block = (file: string): string =>
  codeBlocks(PAGE).find(({ file: named, text }) => named === file || text.startsWith(`# ${file}\n`))?.text ??
  assert.fail(`no block for ${file}`);

/** The settings of a file of `NAME=value` lines. */
const settings = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]));

test("the environment is one that an app in production takes", () => {
  const config = endpointConfig(settings(block("/etc/shop.env")), { appDir: folder });
  assert.deepEqual(
    [config.production, config.url.href, config.port, config.trustedProxies],
    [true, "https://shop.example/", 4000, ["127.0.0.1"]],
  );
});

test("the commands are those of the command, in the service as well", async () => {
  const { stdout: help } = await run(process.execPath, [COMMAND, "--help"]);
  const named = [...PAGE.matchAll(/npx livegate (\w+)/g)].map(([, name = ""]) => name);
  assert.deepEqual([...new Set(named)].toSorted(), ["build", "gen", "migrate", "start"]);
  for (const name of named) assert.match(help, new RegExp(`^ {2}${name}\\b`, "m"));
});

test("the service reads that environment, and waits for longer than the app has to stop", () => {
  const service = settings(block("/etc/systemd/system/shop.service"));
  assert.equal(service["EnvironmentFile"], "/etc/shop.env");
  assert.equal(service["KillSignal"], "SIGTERM");
  assert.ok(Number(service["TimeoutStopSec"]) > 5);
});

test("the proxy passes on what the app needs, to the app's port, and waits for longer than a heartbeat", () => {
  const proxy = block("/etc/nginx/conf.d/shop.conf");
  for (const name of ["Host", "Upgrade", "Connection", "X-Forwarded-For", "X-Forwarded-Proto"])
    assert.match(proxy, new RegExp(`proxy_set_header ${name} \\$\\w+;`));
  assert.match(proxy, /proxy_pass http:\/\/127\.0\.0\.1:4000;/);
  assert.ok(Number(/proxy_read_timeout (\d+)s/.exec(proxy)?.[1]) > 30);
});

test("a copy of a database in use is whole", async () => {
  const [file, copy, script] = ["shop.db", "copy.db", "backup.ts"].map((name) => join(folder, name));
  await writeFile(script!, block("backup.ts"));
  const db = await openDatabase<{ albums: { title: string } }>(`sqlite:${file}`);
  await db.schema.createTable("albums").addColumn("title", "text").execute();
  await db.insertInto("albums").values({ title: "Blue" }).execute();
  await run(process.execPath, [script!, file!, copy!]);
  await db.destroy();
  const copied = await openDatabase<{ albums: { title: string } }>(`sqlite:${copy}`);
  assert.deepEqual(await copied.selectFrom("albums").selectAll().execute(), [{ title: "Blue" }]);
  await sql`select 1`.execute(copied);
  await copied.destroy();
});
