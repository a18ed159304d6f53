import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import type { JoinedView } from "../conformance/wire/joined-view.ts";
import { albumCard, dialog, fill, isAt, launchBrowser, live, open, save, shows } from "../e2e/teacher-browser.ts";
import { ann, bob, visitAsMember } from "../e2e/teacher-member.ts";
import {
  type TeacherNodes,
  eventually,
  logIn,
  logOut,
  register,
  sameBrowser,
  startTeacherNodes,
} from "./teacher-nodes.ts";

const postgres = process.env["LIVEGATE_TEST_POSTGRES"] ?? "";
const redis = process.env["LIVEGATE_TEST_REDIS"] ?? "";
const chromium = process.env["CHROMIUM"] ?? "";

/** Milliseconds within which a page closes whose session has ended on another node. */
const BOUND = 250;

const album = { Title: "Solid Air", Artist: "John Martyn", Year: "1973", Tracks: "9", Genre: "Folk" };

for (const [name, pubsubUrl] of [
  ["Redis", redis],
  ["PostgreSQL", postgres],
] as const) {
  const skip = (postgres === "" || pubsubUrl === "") && "there are no servers for tests";
  describe(`Teacher on two nodes (pubsub: ${name})`, { skip, timeout: 120_000 }, () => {
    let nodes: TeacherNodes;
    let browser: Browser | null = null;
    before(async () => {
      nodes = await startTeacherNodes(2, pubsubUrl);
      if (chromium !== "") browser = await launchBrowser();
    });
    after(async () => {
      await browser?.close();
      await nodes?.[Symbol.asyncDispose]();
    });

    test("a session of one node is one of the other, and a log-out on one ends its pages on both", async () => {
      const here = nodes.client(0);
      await register(here, "ada@example.com");
      const there = sameBrowser(here, nodes.client(1));
      const views = [await here.visit("/"), await there.visit("/")];
      for (const view of views) assert.match(view.html, /Albums/);
      await logOut(here);
      await eventually("both have left", () => views.every(hasLeft));
      assert.equal((await there.get("/")).status, 302);
      await Promise.all([here.close(), there.close()]);
    });

    test("the command that signs somebody out reaches pages of both nodes within a quarter of a second", async () => {
      const clients = [0, 1, 0, 1].map((node) => nodes.client(node));
      for (const client of clients) await logIn(client, "ada@example.com");
      const views = await Promise.all(clients.map((client) => client.visit("/")));
      const output = await nodes.command("auth", "users", "sign-out", "ada@example.com");
      const ended = performance.now();
      await eventually("all have left", () => views.every(hasLeft));
      assert.ok(performance.now() - ended < BOUND, output);
      await Promise.all(clients.map((client) => client.close()));
    });

    test("what one node's page adds the other's shows, and who looks at it is seen from there", async () => {
      const [here, there] = [nodes.client(0), nodes.client(1)];
      await register(here, "cy@example.com");
      await register(there, "dan@example.com");
      const [page, other] = [await here.visit("/albums/1"), await there.visit("/albums/1")];
      const follow = async (view: typeof page, pattern: RegExp) => {
        while (!pattern.test(view.html)) await view.message("diff");
      };
      await Promise.all([follow(page, /dan is here too/), follow(other, /cy is here too/)]);
      await other.leave();
      while (/dan is here too/.test(page.html)) await page.message("diff");
      await Promise.all([here.close(), there.close()]);
    });

    test("people behind a proxy without sticky sessions don't notice", { skip: chromium === "" }, async () => {
      const first = await visitAsMember(browser!, nodes.url, { as: ann }); // Launched before: there is a Chromium.
      const second = await visitAsMember(browser!, nodes.url, { as: bob });
      await open(second.page, "/");
      await open(first.page, "/albums/new");
      await fill(first.page, { ...album, Title: `Solid Air ${name}` });
      await save(first.page);
      await albumCard(second.page, `Solid Air ${name}`).waitFor();
      for (let visits = 0; visits < 4; visits += 1) await open(second.page, "/?q=solid");

      // Another tab of the same browser: it is led out when this one logs out, wherever each is connected.
      const tab = await first.page.context().newPage();
      await open(tab, "/");
      await open(first.page, "/");
      await first.page.getByRole("button", { name: "Log out" }).click();
      await isAt(first.page, "/users/log_in");
      await tab.waitForURL(/\/users\/log_in/);
      assert.deepEqual([...first.complaints, ...second.complaints], []);
      await Promise.all([first.close(), second.close()]);
    });

    // The last one: a node is gone after it.
    test(
      "a node that is killed takes nothing along: pages go on at the other, with what was typed",
      { skip: chromium === "" },
      async () => {
        const first = await visitAsMember(browser!, nodes.url, { as: ann }); // As above.
        const { page } = first;
        await open(page, "/albums/new");
        await fill(page, { ...album, Title: "Half typed" });
        await nodes.kill(0);
        await live(page);
        await shows(dialog(page).getByRole("heading"), /Add an album/);
        assert.equal(await page.getByLabel("Title").inputValue(), "Half typed");
        await save(page);
        await albumCard(page, "Half typed").waitFor();
        await first.close();
      },
    );
  });
}

/** Whether the server has led the page away. */
const hasLeft = ({ socket }: JoinedView): boolean =>
  socket.ended !== null || socket.log.some(([, , , event]) => event === "redirect" || event === "phx_close");
