import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Unavailable } from "../errors/unavailable.ts";
import { html } from "../html/html.ts";
import { liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import { fetchLiveFlash } from "../plug/fetch-live-flash.ts";
import { fetchSession } from "../plug/fetch-session.ts";
import { putRootLayout } from "../plug/put-root-layout.ts";
import { secureHeaders } from "../plug/secure-headers.ts";
import { localPubSub } from "../pubsub/local-pubsub.ts";
import { pipeline } from "../router/pipeline.ts";
import { router } from "../router/router.ts";
import { Secret } from "../token/secret.ts";
import { endpoint } from "./endpoint.ts";

const paths = definePaths({ counter: "/", report: "/report" });

let isLocked = false;
function save(): void {
  if (isLocked) throw new Unavailable("The disk is full.");
}

const CounterLive = liveView({
  events: { add: null, later: null },
  mount: () => ({ count: 0, saving: false }),
  handle: {
    add(socket) {
      socket
        .assign({ saving: true, count: socket.assigns.count + 1 })
        .putFlash("info", "Saved.")
        .pushEvent("saved", {});
      save();
      socket.assign({ saving: false });
    },
    async later(socket) {
      socket.update("count", (count) => count + 10);
      await Promise.resolve();
      save();
    },
  },
  render: ({ count, saving, flash }) =>
    html`<p>${count}</p><p>${saving ? "saving" : "idle"}</p><p>${flash["info"]}</p>`,
});

const browser = pipeline([
  fetchSession(),
  fetchLiveFlash(),
  putRootLayout(({ inner, csrfToken }) => html`<meta name="csrf-token" content=${csrfToken}>${inner}`),
  secureHeaders(),
]);
const routes = router((r) => {
  r.scope({ pipeThrough: browser }, (r) => {
    r.liveSession("default", {}, (r) => r.live(paths.counter, CounterLive));
    r.get(paths.report, (c) => {
      save();
      return c.text("report");
    });
  });
});

function startApp() {
  const errors: object[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (fields: object) => void errors.push(fields) };
  const url = new URL("http://127.0.0.1:4000");
  const secretKeyBase = [new Secret("unavailable".repeat(8))];
  return {
    errors,
    app: endpoint({ router: routes, pubsub: localPubSub(), url, secretKeyBase, production: true, log }),
  };
}

/** Opens the page and joins it; `push` sends an event and waits for what comes back. */
async function joined() {
  const { app, errors } = startApp();
  const response = await app.fetch(new Request("http://127.0.0.1:4000/"));
  const page = await response.text();
  const attribute = (pattern: RegExp): string => pattern.exec(page)?.[1] ?? assert.fail(`${pattern} isn't in ${page}`);
  const [id, session] = [attribute(/ id="([^"]*)"/), attribute(/data-phx-session="([^"]*)"/)];
  const connected = app.connect({
    url: `/live/websocket?vsn=2.0.0&_csrf_token=${attribute(/content="([^"]*)"/)}`,
    headers: {
      host: "127.0.0.1:4000",
      origin: "http://127.0.0.1:4000",
      cookie: response.headers.get("set-cookie")?.split(";", 1)[0],
    },
    remoteAddress: "127.0.0.1",
  });
  assert.ok(connected.ok);
  const frames: unknown[][] = [];
  const send = (frame: string) => void frames.push(JSON.parse(frame) as unknown[]);
  const connection = connected.open({ send, close() {}, terminate() {}, bufferedAmount: 0 });
  const push = async (event: string, payload: object): Promise<unknown> => {
    const ref = String(frames.length + 1);
    connection.receive(JSON.stringify(["1", ref, `lv:${id}`, event, payload]));
    await new Promise((resolve) => setImmediate(resolve));
    return frames.at(-1)?.slice(3);
  };
  await push("phx_join", { url: "http://127.0.0.1:4000/", params: {}, session, static: null });
  return { errors, click: (event: string) => push("event", { type: "click", event, value: {} }) };
}

const refused = (event: string) => [
  "phx_reply",
  { status: "ok", response: { diff: { e: [["lg:refused", { event, reason: "unavailable" }]] } } },
];
const changed = (diff: object) => ["phx_reply", { status: "ok", response: { diff } }];

describe("what the app needs and can't have", () => {
  for (const event of ["add", "later"]) {
    it(`refuses the event "${event}", tells the log, and leaves the view as it was`, async () => {
      const { click, errors } = await joined();
      isLocked = true;
      assert.deepEqual(await click(event), refused(event));
      assert.equal(errors.length, 1);
      isLocked = false;
      assert.deepEqual(await click("add"), changed({ 0: "1", 2: "Saved.", e: [["saved", {}]] }));
    });
  }

  it("is 503 over HTTP, with the time after which to come back", async () => {
    const { app } = startApp();
    isLocked = true;
    const answer = await app.fetch(new Request("http://127.0.0.1:4000/report"));
    isLocked = false;
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get("retry-after"), "5");
    assert.doesNotMatch(await answer.text(), /disk/);
  });
});
