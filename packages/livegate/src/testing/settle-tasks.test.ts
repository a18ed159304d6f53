import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "../clock/manual-clock.ts";
import { endpoint } from "../endpoint/endpoint.ts";
import { asyncResult } from "../html/async-result.ts";
import { html } from "../html/html.ts";
import { assignAsync } from "../live/async-task.ts";
import { liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import { fetchSession } from "../plug/fetch-session.ts";
import { logger } from "../plug/logger.ts";
import { putRootLayout } from "../plug/put-root-layout.ts";
import { localPubSub } from "../pubsub/local-pubsub.ts";
import { pipeline } from "../router/pipeline.ts";
import { router } from "../router/router.ts";
import { Secret } from "../token/secret.ts";
import { settleTasks } from "./settle-tasks.ts";
import { testApp } from "./test-app.ts";

const paths = definePaths({ home: "/" });

/** An app of one page, whose word a task brings. */
function slowWord(run: () => Promise<string>) {
  const Word = liveView({
    mount: () => ({ word: assignAsync(run) }),
    render: ({ word }) =>
      html`<p>${asyncResult({
        of: word,
        loading: "loading",
        failed: ({ reason }) => reason,
        ok: (text) => text,
      })}</p>`,
  });
  const plugs = pipeline([
    fetchSession(),
    putRootLayout(({ inner, csrfToken }) => html`<meta name="csrf-token" content=${csrfToken} />${inner}`),
  ]);
  return endpoint({
    url: new URL("http://shop.test"),
    secretKeyBase: [new Secret("s".repeat(64))],
    production: false,
    clock: manualClock(),
    log: logger({ level: "silent" }),
    pubsub: localPubSub(),
    router: router((r) =>
      r.scope({ pipeThrough: plugs }, (r) => r.liveSession("all", {}, (r) => r.live(paths.home, Word))),
    ),
  });
}

test("a gesture doesn't wait for tasks; settled() does, and the page shows what came", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  await using site = testApp(slowWord(() => promise));
  const page = await site.visit(paths.home());
  assert.equal(page.text("p"), "loading");
  setImmediate(() => resolve("blue"));
  await page.settled();
  assert.equal(page.text("p"), "blue");
});

test("a task that goes on for ever is told, and ends by the app's clock", async () => {
  const app = slowWord(() => new Promise(() => {}));
  await using site = testApp(app);
  const page = await site.visit(paths.home());
  const pages = { settled: () => Promise.resolve() } as never;
  await assert.rejects(settleTasks({ app, pages } as never, 5), {
    code: "LG_TEST_VIEW",
    message: /A task of a view runs/,
  });
  await site.advance(60_000);
  assert.equal(page.text("p"), "timeout");
});
