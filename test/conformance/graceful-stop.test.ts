import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { testApp } from "../../packages/livegate-cli/src/test-app.ts";
import { TestCommand } from "../../packages/livegate-cli/src/test-command.ts";
import { freePort } from "../../packages/livegate-cli/src/free-port.ts";
import { ConformanceClient } from "./conformance-client.ts";

/** An app whose event, and whose page /slow, take half a second and say so. */
const APPLICATION = `
import { definePaths, events, html, liveView, localPubSub, pipeline, router } from "livegate";
import { endpoint } from "livegate/endpoint";
import { serve } from "livegate/node";
import { fetchLiveFlash, fetchSession, logger, putRootLayout, secureHeaders } from "livegate/plug";
import { Secret } from "livegate/token";

const paths = definePaths({ home: "/", slow: "/slow" });
const ev = events({ save: null, hang: null });
const halfASecond = (name: string): Promise<void> => {
  console.log(name + " has begun.");
  return new Promise((resolve) => setTimeout(resolve, 500)).then(() => console.log(name + " is done."));
};
const Home = liveView({
  events: ev,
  mount: () => ({ saved: 0 }),
  handle: {
    save: async (socket) => {
      await halfASecond("The event");
      socket.update("saved", (saved) => saved + 1);
    },
    hang: () => { console.log("It hangs."); return new Promise<void>(() => {}); },
  },
  render: ({ saved }) => html\`<p>\${saved}</p>\`,
});
const plugs = pipeline([
  fetchSession(), fetchLiveFlash(), putRootLayout(({ inner, csrfToken }) => html\`<meta name="csrf-token" content=\${csrfToken}>\${inner}\`), secureHeaders(),
]);
const app = endpoint({
  router: router((r) => r.scope({ pipeThrough: plugs }, (r) => {
    r.get(paths.slow, async (c) => { await halfASecond("The request"); return c.text("slow"); });
    r.liveSession("all", {}, (r) => r.live(paths.home, Home));
  })),
  pubsub: localPubSub(),
  url: new URL("http://127.0.0.1:" + process.env.PORT),
  secretKeyBase: [new Secret("s".repeat(64))],
  production: true,
  log: logger({ level: "silent" }),
});
export const application = () => {
  let server;
  return {
    start: async () => (server = await serve(app, { port: Number(process.env.PORT) })),
    async stop() { await server.stop(); console.log("The app has stopped."); },
  };
};
`;

async function started(t: TestContext) {
  const app = await testApp({ "application.ts": APPLICATION, "client/app.ts": null });
  const port = await freePort();
  const command = new TestCommand(["start"], { cwd: app.path, env: { PORT: String(port) } });
  t.after(async () => {
    await command[Symbol.asyncDispose]();
    await app[Symbol.asyncDispose]();
  });
  await command.printed(/Running at/);
  const client = new ConformanceClient({ port, origin: `http://127.0.0.1:${port}` });
  return { command, client };
}

test("a server that stops lets handlers and requests finish and answers them, then sends its pages elsewhere", async (t) => {
  const { command, client } = await started(t);
  const view = await client.visit("/");
  // The second waits behind the first when the server is told to stop.
  const saves = [view.click("save"), view.click("save")];
  const request = client.get("/slow");
  await command.printed(/The event has begun/);
  await command.printed(/The request has begun/);
  command.signal("SIGTERM");
  const answers = await Promise.all(saves);
  assert.deepEqual(
    answers.map(({ response }) => response),
    [{ diff: { 0: "1" } }, { diff: { 0: "2" } }],
  );
  assert.equal((await request).status, 200);
  assert.equal((await view.socket.closed()).code, 1012);
  assert.equal(await command.end(), 0);
  assert.match(command.output, /The event is done\.[^]*The event is done\.[^]*The app has stopped\./);
  assert.deepEqual(await command.leftovers(), []);
});

test("a server that stops takes nothing new", async (t) => {
  const { command, client } = await started(t);
  const view = await client.visit("/");
  const save = view.click("save");
  await command.printed(/The event has begun/);
  command.signal("SIGTERM");
  await command.printed(/Stopping/);
  await assert.rejects(new ConformanceClient(client.address).get("/"));
  void view.click("save").catch(() => {});
  assert.deepEqual((await save).response, { diff: { 0: "1" } });
  assert.equal(await command.end(), 0);
  assert.equal(command.output.match(/The event has begun/g)?.length, 1);
});

test("a handler that never ends holds a server for its five seconds, and a second Ctrl-C for none", async (t) => {
  const { command, client } = await started(t);
  const view = await client.visit("/");
  void view.click("hang").catch(() => {});
  await command.printed(/It hangs/);
  const begin = performance.now();
  command.signal("SIGINT");
  await command.printed(/Stopping/);
  const again = setInterval(() => command.signal("SIGINT"), 50);
  assert.equal(await command.end(), 1);
  clearInterval(again);
  assert.ok(performance.now() - begin < 4_000);
});
