import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, type Socket, createServer } from "node:net";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { cuttingProxy } from "./cutting-proxy.fixture.ts";
import { type TestNode, counted, numbers, startNode, until } from "./nodes.fixture.ts";

const servers = [
  { name: "Redis", url: process.env["LIVEGATE_TEST_REDIS"] },
  { name: "PostgreSQL", url: process.env["LIVEGATE_TEST_POSTGRES"] },
];

const send = ({ pubsub }: TestNode, from: number, to: number, text = ""): void => {
  for (const n of numbers(from, to)) pubsub.broadcast(counted("all"), { n, text });
};

for (const { name, url = "" } of servers) {
  const skip = url === "" && `there is no ${name} for tests`;
  describe(`Nodes over ${name}`, { skip, timeout: 60_000 }, () => {
    /** Nodes of an app that no other test has; `at` says over which URL each connects. */
    async function inApp(
      at: readonly string[],
      body: (...nodes: [TestNode, TestNode, ...TestNode[]]) => Promise<void>,
    ) {
      const app = randomUUID();
      const nodes: TestNode[] = [];
      try {
        for (const each of at) nodes.push(await startNode(each, app));
        await body(...(nodes as [TestNode, TestNode, ...TestNode[]]));
      } finally {
        for (const { pubsub } of nodes) await pubsub.stop();
      }
    }

    test("hear each other in the order of each publisher, and nobody twice", () =>
      inApp([url, url, url], async (a, b, c) => {
        send(a, 0, 300);
        send(b, 1000, 1300);
        await until(() => [a, b, c!].every(({ heard }) => heard.length === 600));
        for (const { heard } of [a, b, c!]) {
          assert.deepEqual(
            heard.filter((n) => n < 1000),
            numbers(0, 300),
          );
          assert.deepEqual(
            heard.filter((n) => n >= 1000),
            numbers(1000, 1300),
          );
        }
        assert.deepEqual([a.missed(), b.missed(), a.pubsub.counts.dropped], [0, 0, 0]);
      }));

    test("carry a message as long as it may be, whatever its letters, between short ones", () =>
      inApp([url, url], async (a, b) => {
        const text = 'aä€🎵\u0000"\\\n'.repeat(7000);
        send(a, 0, 1);
        send(a, 1, 3, text);
        send(a, 3, 4);
        await until(() => b.heard.length === 4);
        assert.deepEqual(b.heard, [0, 1, 2, 3]);
        assert.deepEqual(
          b.texts.map((each) => each === text),
          [false, true, true, false],
        );
      }));

    test("of another app hear nothing", () =>
      inApp([url, url], async (a, b) => {
        const other = await startNode(url, randomUUID());
        send(a, 0, 5);
        await until(() => b.heard.length === 5);
        // What other apps say goes another way altogether; a message of its own shows that nothing came before.
        send(other, 9, 10);
        assert.deepEqual([other.heard, other.pubsub.nodes, b.heard], [[9], [], [0, 1, 2, 3, 4]]);
        await other.pubsub.stop();
      }));

    test("whose connection is cut come back by themselves and know that they have missed something", async () => {
      await using proxy = await cuttingProxy(url);
      await inApp([url, proxy.url], async (a, b) => {
        proxy.cut();
        await until(() => b.pubsub.state === "disconnected");
        send(a, 0, 10);
        send(b, 100, 101);
        // Else they may still be on their way when the other one is back.
        await until(() => a.pubsub.counts.published === 10);
        proxy.mend();
        await until(() => b.missed() === 1 && a.missed() === 1);
        assert.deepEqual([b.heard, b.pubsub.counts.dropped], [[100], 1]);
        send(a, 10, 20);
        send(b, 101, 102);
        await until(() => b.heard.length === 12 && a.heard.includes(101));
        assert.deepEqual(
          b.heard.slice(1).filter((n) => n < 100),
          numbers(10, 20),
        );
        assert.ok(!a.heard.includes(100));
      });
    });

    test("lose nothing on a slow connection", async () => {
      await using proxy = await cuttingProxy(url);
      await inApp([url, proxy.url], async (a, b) => {
        proxy.delay(150);
        send(a, 0, 50);
        send(b, 100, 150);
        await until(() => b.heard.length === 100 && a.heard.length === 100);
        assert.deepEqual(
          b.heard.filter((n) => n < 100),
          numbers(0, 50),
        );
        assert.deepEqual([a.missed(), b.missed()], [0, 0]);
      });
    });

    test("find out about a connection that is only open on paper", async () => {
      await using proxy = await cuttingProxy(url);
      await inApp([url, proxy.url], async (a, b) => {
        proxy.halfOpen();
        send(a, 0, 5);
        await until(() => b.pubsub.state === "disconnected");
        proxy.mend();
        await until(() => b.missed() === 1);
        send(a, 5, 6);
        await until(() => b.heard.includes(5));
        assert.deepEqual(b.heard, [5]);
      });
    });

    test("whose new connection is taken and never answered try again, on another one", async () => {
      await using proxy = await cuttingProxy(url);
      await inApp([url, proxy.url], async (a, b) => {
        proxy.halfOpen();
        proxy.reset();
        const { swallowed } = proxy;
        await until(() => proxy.swallowed > swallowed);
        proxy.mend();
        await until(() => b.missed() === 1);
        send(a, 0, 1);
        await until(() => b.heard.length === 1);
      });
    });

    test("that are reset under load come back, and each gap is told", async () => {
      await using proxy = await cuttingProxy(url);
      await inApp([url, proxy.url], async (a, b) => {
        for (let round = 0; round < 5; round++) {
          send(a, round * 100, round * 100 + 100);
          proxy.reset();
          await until(() => b.pubsub.state === "disconnected");
          await until(() => b.pubsub.state === "connected");
        }
        send(a, 500, 501);
        await until(() => b.heard.includes(500));
        // What was heard is in order, and nothing came twice.
        assert.deepEqual(
          b.heard,
          b.heard.toSorted((x, y) => x - y),
        );
        assert.equal(new Set(b.heard).size, b.heard.length);
        assert.ok(b.heard.length === 501 || b.missed() > 0);
      });
    });
  });
}

test("a server that isn't there is told in a line with what was tried, and never with a password", async () => {
  for (const [url, place] of [
    ["redis://eve:hunter2@127.0.0.1:1", "Redis at 127.0.0.1:1"],
    ["postgres://eve:hunter2@127.0.0.1:1/app", "PostgreSQL at 127.0.0.1:1/app"],
    ["rediss://eve:hunter2@127.0.0.1:1", "Redis with TLS at 127.0.0.1:1"],
    ["cluster:", "the primary process"],
  ] as const) {
    await assert.rejects(startNode(url, "nowhere"), (error: Error & { code?: string; remedy?: string }) => {
      assert.equal(error.code, "LG_PUBSUB_OPEN");
      assert.ok(error.message.includes(place), error.message);
      assert.match(error.remedy ?? "", /PUBSUB_URL=/);
      assert.doesNotMatch(error.message, /hunter2/);
      return true;
    });
  }
});

test("a server that takes nobody in without the right password is told as that", async () => {
  for (const [answer, words] of [
    ["-WRONGPASS invalid username-password pair or user is disabled.", /: WRONGPASS invalid/],
    ["-NOAUTH HELLO must be called with the client already authenticated, otherwise …", /: it wants a password\n/],
  ] as const) {
    await using server = createServer((socket) =>
      socket.on("data", () => socket.write(`${answer}\r\n`)).on("error", () => {}),
    );
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    await assert.rejects(startNode(`redis://eve:hunter2@127.0.0.1:${port}`, "nowhere"), {
      code: "LG_PUBSUB_OPEN",
      message: words,
      remedy: /^Give the user and the password/,
    });
  }
});

test("a server that takes connections and never answers is told in a line, and nothing stays open", async (t) => {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => {}).on("close", () => open.delete(socket));
    socket.resume();
  });
  t.after(() => server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  await Promise.all(
    [`redis://eve:hunter2@127.0.0.1:${port}`, `postgres://eve:hunter2@127.0.0.1:${port}/app`].map((url) =>
      assert.rejects(startNode(url, "nowhere"), { code: "LG_PUBSUB_OPEN" }),
    ),
  );
  await until(() => open.size === 0);
});
