import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent, request as httpRequest } from "node:http";
import { text } from "node:stream/consumers";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, after, test } from "node:test";
import { freePort } from "../free-port.ts";
import { testApp } from "../test-app.ts";
import { TestCommand, run } from "../test-command.ts";

const folder = await mkdtemp(join(tmpdir(), "livegate-workers-"));
after(() => rm(folder, { recursive: true }));

/** An app that says which process answers; /slow takes until a file is there, /crash/PID ends another process than that. */
const APPLICATION = `
  import cluster from "node:cluster";
  import { existsSync } from "node:fs";
  import { definePaths, localPubSub, pipeline, router } from "livegate";
  import { endpoint } from "livegate/endpoint";
  import { serve } from "livegate/node";
  import { logger } from "livegate/plug";
  import { Secret } from "livegate/token";

  const paths = definePaths({ home: "/", slow: "/slow", crash: "/crash/:spared" });
  const routes = router((r) => r.scope({ pipeThrough: pipeline([]) }, (r) => {
    r.get(paths.home, (c) => c.text(String(process.pid)));
    r.get(paths.slow, async (c) => {
      console.log("Slow on " + process.pid + ".");
      while (!existsSync(process.env.GO)) await new Promise((resolve) => setTimeout(resolve, 10));
      return c.text(String(process.pid));
    });
    r.get(paths.crash, (c) => {
      if (Number(c.req.param("spared")) !== process.pid) process.exit(7);
      return c.text("spared");
    });
  }));
  export const application = () => {
    let server;
    return {
      async start() {
        if (existsSync(process.env.GO + "-hangs")) {
          console.log("It hangs.");
          await new Promise((resolve) => setTimeout(resolve, 60_000));
        }
        if (process.env.LATE && cluster.worker.id > 1)
          while (!existsSync(process.env.GO)) await new Promise((resolve) => setTimeout(resolve, 10));
        const app = endpoint({
          router: routes,
          pubsub: localPubSub(),
          url: new URL("http://127.0.0.1:" + process.env.PORT),
          secretKeyBase: [new Secret("s".repeat(64))],
          production: true,
          log: logger({ level: "silent" }),
        });
        server = await serve(app, { port: Number(process.env.PORT), metricsToken: new Secret("m".repeat(32)) });
        return { url: app.context.url.href };
      },
      async stop() {
        console.log("It stops.");
        await server.stop();
        console.log("A worker has stopped.");
      },
    };
  };`;

async function launched(t: TestContext, workers: string, env: Readonly<Record<string, string>> = {}) {
  const app = await testApp({ "client/app.ts": null, "application.ts": APPLICATION });
  const port = await freePort();
  const go = join(folder, `go-${port}`);
  const command = new TestCommand(["start", "--workers", workers], {
    cwd: app.path,
    env: { PORT: String(port), GO: go, ...env },
  });
  t.after(async () => {
    await command[Symbol.asyncDispose]();
    await app[Symbol.asyncDispose]();
  });
  return { command, port, go };
}

const RUNNING = /Running at http:\S+ with \d workers?/;

async function started(t: TestContext, workers = "2") {
  const { command, port, go } = await launched(t, workers);
  await command.printed(RUNNING);
  return { command, port, go };
}

/** Asks over a connection of its own, as each new visitor does. */
async function ask(port: number, path = "/"): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  httpRequest({ host: "127.0.0.1", port, path, agent: new Agent() }, (response) => {
    text(response).then(resolve, reject);
  })
    .on("error", reject)
    .end();
  return promise;
}

const askMany = async (port: number, count: number): Promise<readonly string[]> =>
  Promise.all(Array.from({ length: count }, () => ask(port)));

test("two workers share one port, each with about half of the connections", async (t) => {
  const { command, port } = await started(t);
  const answers: string[] = [];
  while (answers.length < 400) answers.push(...(await askMany(port, 20)));
  const shares = [...Map.groupBy(answers, (pid) => pid).values()].map(({ length }) => length / answers.length);
  assert.equal(shares.length, 2);
  for (const share of shares) assert.ok(share >= 0.4 && share <= 0.6, `shares of ${shares.join(" and ")}`);
  command.signal("SIGTERM");
  assert.equal(await command.end(), 0, command.output);
  assert.equal(command.output.match(/A worker has stopped/g)?.length, 2);
  assert.deepEqual(await command.leftovers(), []);
});

test("the metrics are those of all workers, whichever is asked", async (t) => {
  const { port } = await started(t);
  await askMany(port, 20);
  const response = await fetch(`http://127.0.0.1:${port}/metrics`, {
    headers: { authorization: `Bearer ${"m".repeat(32)}` },
  });
  const body = await response.text();
  const counts = [...body.matchAll(/^livegate_http_requests_total\{status="2xx",worker="(\d)"\} (\d+)$/gm)];
  assert.deepEqual(new Set(counts.map(([, worker]) => worker)), new Set(["1", "2"]));
  assert.equal(
    counts.reduce((sum, [, , count]) => sum + Number(count), 0),
    20,
  );
  assert.equal(body.match(/^# TYPE livegate_views gauge$/gm)?.length, 1);
});

test("a worker that crashes is replaced, and what was on the other one is answered", async (t) => {
  const { command, port, go } = await started(t);
  const before = await askMany(port, 10);
  const slow = ask(port, "/slow");
  const [, busy = ""] = await command.printed(/Slow on (\d+)\./);
  while ((await ask(port, `/crash/${busy}`).catch(() => "crashed")) !== "crashed") {}
  await command.printed(/A worker has ended with code 7; another one takes its place\./);
  await writeFile(go, "");
  assert.equal(await slow, busy);
  for (;;) {
    const now = new Set(await askMany(port, 10));
    if (now.size === 2 && before.some((pid) => !now.has(pid))) break;
  }
});

test("a worker that crashes before all of them run is replaced too", async (t) => {
  const { command, port, go } = await launched(t, "2", { LATE: "yes" });
  const first = await (async () => {
    for (;;) {
      const pid = await ask(port).catch(() => null);
      if (pid !== null) return pid;
    }
  })();
  await ask(port, "/crash/none").catch(() => {});
  await command.printed(/A worker has ended with code 7; another one takes its place\./);
  await writeFile(go, "");
  await command.printed(RUNNING);
  for (;;) {
    const now = new Set(await askMany(port, 10));
    if (now.size === 2 && !now.has(first)) break;
  }
});

test("a killed worker loses no request that wasn't on it", async (t) => {
  const { command, port } = await started(t);
  const [first] = await askMany(port, 2);
  const seen = { asked: 0, failed: 0, over: false };
  const visitors = Array.from({ length: 8 }, async () => {
    while (!seen.over) {
      seen.asked += 1;
      await ask(port).catch(() => (seen.failed += 1));
    }
  });
  const askedFor = async (count: number): Promise<void> => {
    for (const until = seen.asked + count; seen.asked < until;) await ask(port).catch(() => (seen.failed += 1));
  };
  await askedFor(100);
  process.kill(Number(first), "SIGKILL");
  await command.printed(/A worker has ended with signal SIGKILL/);
  await askedFor(200);
  seen.over = true;
  await Promise.all(visitors);
  // At most those that were under way could be on it.
  assert.ok(seen.failed <= 9, `${seen.failed} of ${seen.asked} failed`);
  t.diagnostic(`${seen.failed} of ${seen.asked} failed`);
});

test("a worker that is told to stop finishes what it has, and another one takes its place", async (t) => {
  const { command, port, go } = await started(t, "1");
  const slow = ask(port, "/slow");
  const [, pid = ""] = await command.printed(/Slow on (\d+)\./);
  process.kill(Number(pid), "SIGTERM");
  // Or has ended at once, which is what is wrong.
  await command.printed(/It stops\.|A worker has ended/);
  await writeFile(go, "");
  assert.equal(await slow, pid);
  await command.printed(/A worker has ended with code 0; another one/);
  while ((await ask(port).catch(() => pid)) === pid) {}
});

test("a worker that is still starting doesn't keep the others from ending", async (t) => {
  const { command, go } = await started(t, "1");
  // From now on a start of the app hangs.
  await writeFile(`${go}-hangs`, "");
  process.kill(command.children[0] ?? 0, "SIGKILL");
  await command.printed(/It hangs\./);
  command.signal("SIGTERM");
  assert.equal(await command.end(), 0, command.output);
  assert.deepEqual(await command.leftovers(), []);
});

test("without a worker that starts the command says why, once, and ends with code 1", async () => {
  await using app = await testApp({
    "client/app.ts": null,
    "application.ts": `export const application = () => ({ start: async () => { throw new Error("No database."); }, stop: async () => {} });`,
  });
  const { code, output } = await run(["start", "--workers", "3"], { cwd: app.path });
  assert.equal(code, 1);
  assert.equal(output.match(/No database\./g)?.length, 1);
  assert.match(output, /^A worker has ended with code 1 before the app ran\.$/m);
});

for (const wrong of ["0", "none", "-1", "1000"])
  test(`--workers ${wrong} is refused in words`, async () => {
    await using app = await testApp();
    const { code, output } = await run(["start", `--workers=${wrong}`], { cwd: app.path });
    assert.equal(code, 1);
    assert.match(output, new RegExp(`--workers is "${wrong}", neither "auto" nor a number from 1 to 256\\.`));
  });
