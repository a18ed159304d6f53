import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { openDatabase } from "livegate/data";
import { temporaryDatabase } from "livegate/testing";
import { buildAssets } from "../../packages/livegate-cli/src/assets/build-assets.ts";
import { launchBrowser, live, shows, visit } from "../e2e/teacher-browser.ts";
import { roundRobin } from "./round-robin.ts";
import { type RunningNode, sharedSettings, startNode } from "./start-node.ts";
import { Writer } from "./writer.ts";

const POSTGRES = process.env["LIVEGATE_TEST_POSTGRES"];
const REDIS = process.env["LIVEGATE_TEST_REDIS"];
const skip =
  (POSTGRES === undefined && "LIVEGATE_TEST_POSTGRES names no server") ||
  (process.env["CHROMIUM"] === undefined && "there is no Chromium");

/** Over how long a node that stops sends its pages away. */
const DRAIN_SECONDS = "1";

let folder = "";
let browser: Browser | null = null;
before(async () => {
  if (skip) return;
  // Inside the repository, so that the bundler finds the packages.
  folder = await mkdtemp(join(import.meta.dirname, ".client-"));
  await mkdir(join(folder, "client"));
  await writeFile(join(folder, "client/app.ts"), 'import { connect } from "livegate/client"; connect();');
  await writeFile(join(folder, "client/app.css"), "");
  await buildAssets({ appDir: folder, minify: false });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  if (folder) await rm(folder, { recursive: true });
});

const servers = [
  { name: "Redis", pubsub: REDIS },
  { name: "PostgreSQL", pubsub: POSTGRES },
];

for (const { name, pubsub } of servers)
  test(
    `a rolling deploy of two nodes on ${name} loses no acknowledged write and no typed text`,
    { skip: skip || (pubsub === undefined && `there is no ${name}`), timeout: 120_000 },
    async (t) => {
      await using database = await temporaryDatabase(POSTGRES);
      await using proxy = await roundRobin();
      const url = `http://127.0.0.1:${proxy.port}`;
      const env = (build: string) => ({
        ...sharedSettings(url),
        DATABASE_URL: database.url,
        PUBSUB_URL: pubsub ?? "",
        PUBLIC_DIR: join(folder, "public"),
        DRAIN_SECONDS,
        BUILD: build,
      });
      const nodes: RunningNode[] = [];
      t.after(() => Promise.all(nodes.map((node) => node[Symbol.asyncDispose]())));
      const add = async (build: string): Promise<RunningNode> => {
        const node = await startNode({ env: env(build) });
        nodes.push(node);
        proxy.nodes = [...proxy.nodes, node.port];
        return node;
      };
      const remove = async (node: RunningNode): Promise<void> => {
        assert.equal(await node.stop(), 0, node.command.output);
        proxy.nodes = proxy.nodes.filter((port) => port !== node.port);
      };
      const [first, second] = [await add("1"), await add("1")];

      const visitor = await visit(browser!, url);
      t.after(() => visitor.close());
      const { page } = visitor;
      await page.goto("/");
      await live(page);
      await page.locator("#note_title").fill("half a thought");
      await shows(page.locator("#heard"), "half a thought");
      await page.evaluate(() => void ((globalThis as { mark?: boolean }).mark = true));

      const writers = Array.from(
        { length: 6 },
        (_, index) => new Writer({ port: proxy.port, origin: url }, `w${index}`),
      );
      t.after(() => Promise.all(writers.map((writer) => writer.stop())));
      await add("2");
      await remove(first);
      await add("2");
      await remove(second);
      await shows(page.locator("#build"), "2");
      const afterwards = writers.map(({ acknowledged }) => acknowledged.length);
      await shows(page.locator("#heard"), "half a thought");
      assert.equal(await page.locator("#note_title").inputValue(), "half a thought");
      assert.equal(
        await page.evaluate(() => (globalThis as { mark?: boolean }).mark),
        true,
        "the page of the old build goes on: it was never loaded anew",
      );
      while (writers.some(({ acknowledged }, index) => acknowledged.length <= afterwards[index]!))
        await new Promise((resolve) => setTimeout(resolve, 20));
      await Promise.all(writers.map((writer) => writer.stop()));
      await page.locator("#write").click();
      await shows(page.locator("#last"), "clicked");

      const db = await openDatabase<{ notes: { id: string } }>(database.url);
      const stored = new Set((await db.selectFrom("notes").select("id").execute()).map(({ id }) => id));
      await db.destroy();
      const acknowledged = writers.flatMap((writer) => writer.acknowledged);
      assert.deepEqual(
        acknowledged.filter((id) => !stored.has(id)),
        [],
      );
      t.diagnostic(
        `${acknowledged.length} writes, ${writers.reduce((sum, { reconnects }) => sum + reconnects, 0)} reconnects`,
      );
      assert.ok(writers.every(({ reconnects }) => reconnects <= 4));
    },
  );
