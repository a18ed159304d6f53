import assert from "node:assert/strict";
import { test } from "node:test";
import { temporaryDatabase } from "livegate/testing";
import { freePort } from "../../packages/livegate-cli/src/free-port.ts";
import { ConformanceClient } from "../conformance/conformance-client.ts";
import { sharedSettings, startNode } from "./start-node.ts";

const PAGES = 60;

test("sockets are spread over two workers, and what one of them broadcasts reaches the pages of both", async (t) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await using database = await temporaryDatabase(process.env["DATABASE_URL"]);
  await using node = await startNode({
    port,
    args: ["--workers", "2"],
    env: { ...sharedSettings(url), DATABASE_URL: database.url },
  });
  const client = new ConformanceClient({ port, origin: url });
  const pages = await Promise.all(Array.from({ length: PAGES }, () => client.visit("/")));
  const pidOf = (html: string): string => /id="node">(\d+)/.exec(html)?.[1] ?? assert.fail(html);
  const byWorker = Map.groupBy(pages, ({ html }) => pidOf(html));
  assert.equal(byWorker.size, 2);
  const [share = 0] = [...byWorker.values()].map(({ length }) => length / PAGES);
  t.diagnostic(`share of the first worker: ${share}`);
  // The kernel deals them out by chance: with so few a share may lie further from one half than with thousands.
  assert.ok(share > 0.25 && share < 0.75, `a share of ${share}`);

  const answer = await pages[0]!.click("write", { id: "first" });
  assert.equal(answer.status, "ok");
  await Promise.all(
    pages.slice(1).map(async (page) => {
      await page.message("diff");
      assert.match(page.html, /id="last">first</);
    }),
  );
  await client.close();
  assert.equal(await node.stop(), 0, node.command.output);
});
