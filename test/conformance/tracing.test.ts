import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import * as api from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { definePaths, events, html, liveView, localPubSub, pipeline, router, topic } from "livegate";
import { openDatabase } from "livegate/data";
import { endpoint } from "livegate/endpoint";
import { fetchLiveFlash, fetchSession, logger, putRootLayout, secureHeaders } from "livegate/plug";
import { testApp } from "livegate/testing";
import { Secret } from "livegate/token";
import { traceWithOpenTelemetry } from "livegate/tracing";
import { sql } from "kysely";
import { z } from "zod";

const exporter = new InMemorySpanExporter();
api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
api.trace.setGlobalTracerProvider(
  new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }) as never,
);

const db = await openDatabase("sqlite::memory:");
const paths = definePaths({ album: "/albums/:id?secret", byLink: "/links/:token", told: "/told", broken: "/broken" });
const ev = events({ rename: null, fail: null, query: null, misfit: null, tell: null });
const told = events({ answer: null });
const pubsub = localPubSub();
const toldTopic = topic(() => "told", z.object({}));
/** Whoever was told something goes on when this has been let go. */
let hold = Promise.withResolvers<void>();
const Album = liveView({
  events: ev,
  mount: () => ({ title: "Blue" }),
  handle: {
    rename: (socket) => socket.assign({ title: "Hejira" }),
    query: async (socket) => {
      await api.trace.getTracer("app").startActiveSpan("own", async (span) => {
        await sql`select ${"very private"} as title`.execute(db);
        span.end();
      });
      socket.assign({ title: "Mingus" });
    },
    fail: () => {
      throw new Error("no such album");
    },
    misfit: async () => {
      // As PostgreSQL says it.
      throw Object.assign(new Error('invalid input syntax for type bigint: "very private"'), { code: "22P02" });
    },
    tell: () => pubsub.broadcast(toldTopic(), {}),
  },
  render: ({ title }, e) =>
    html`<h1>${title}</h1><button phx-click=${e.rename}>Rename</button><button phx-click=${e.query}>Query</button><button phx-click=${e.fail}>Fail</button><button phx-click=${e.misfit}>Misfit</button><button phx-click=${e.tell}>Tell</button>`,
});

const Told = liveView({
  events: told,
  mount: () => ({ times: 0 }),
  subscribe: (_, on) => [
    on(toldTopic(), async (socket) => {
      await hold.promise;
      socket.assign({ times: socket.assigns.times + 1 });
    }),
  ],
  handle: { answer: (socket) => socket.assign({ times: socket.assigns.times + 1 }) },
  render: ({ times }, e) => html`<p>${times}</p><button phx-click=${e.answer}>Answer</button>`,
});

const Broken = liveView({
  mount: (socket) => {
    if (socket.connected) throw new Error("very private");
    return {};
  },
  render: () => html`<p>Broken</p>`,
});

const site = () =>
  testApp(
    endpoint({
      router: router((r) =>
        r.scope(
          {
            pipeThrough: pipeline([
              fetchSession(),
              fetchLiveFlash(),
              putRootLayout(({ inner, csrfToken }) => html`<meta name="csrf-token" content=${csrfToken}>${inner}`),
              secureHeaders(),
            ]),
          },
          (inner) =>
            inner.liveSession("all", {}, (live) => {
              live.live(paths.album, Album);
              live.live(paths.told, Told);
              live.live(paths.broken, Broken);
              live.get(paths.byLink, (context) => context.text("In."));
            }),
        ),
      ),
      pubsub,
      url: new URL("https://shop.test"),
      secretKeyBase: [new Secret("s".repeat(64))],
      production: true,
      log: logger({ level: "silent" }),
    }),
  );

/** What was traced since the last call: names, what each is inside of, attributes. */
function takeSpans() {
  const spans = exporter.getFinishedSpans();
  const nameOf = (id: string | undefined) => spans.find((span) => span.spanContext().spanId === id)?.name ?? null;
  const taken = spans.map((span) => ({
    name: span.name,
    inside: nameOf(span.parentSpanContext?.spanId),
    attributes: span.attributes,
    failed: span.status.code === api.SpanStatusCode.ERROR,
    events: span.events,
  }));
  exporter.reset();
  return taken;
}

/** A span by its name and that of the one around it. */
const placed = ({ name, inside }: { name: string; inside: string | null }): string =>
  inside === null ? name : `${name} in ${inside}`;

test("OpenTelemetry sees a request, its join, its events, renders and statements, each inside of what it belongs to", async (t) => {
  t.after(traceWithOpenTelemetry(api));
  await using shop = site();
  const page = await shop.visit(paths.album({ id: "7" }, { secret: "hidden" }));
  const opening = takeSpans();
  const request = opening.find(({ name }) => name === "GET");
  assert.equal(request?.attributes["http.route"], "/albums/:id");
  assert.equal(request?.attributes["url.path"], "/albums/7");
  assert.equal(request?.attributes["http.response.status_code"], 200);
  assert.deepEqual(opening.map(placed).toSorted(), ["GET", "join", "render in GET", "render in join"]);

  await page.element("button", { text: "Query" }).click();
  const event = takeSpans();
  assert.deepEqual(event.map(placed).toSorted(), [
    "event query",
    "own in event query",
    "render in event query",
    "sqlite in own",
  ]);
  const query = event.find(({ name }) => name === "sqlite");
  assert.equal(query?.attributes["db.query.text"], "select ? as title");
  assert.equal(/private|hidden/.test(JSON.stringify([opening, event])), false, "values are nobody's business");
});

test("a handler that throws is a failed span, and one that is done at once is a whole one", async (t) => {
  t.after(traceWithOpenTelemetry(api));
  await using shop = site();
  const page = await shop.visit(paths.album({ id: "7" }));
  await page.element("button", { text: "Rename" }).click();
  assert.deepEqual(
    takeSpans()
      .slice(-2)
      .map(({ name, inside, failed }) => [name, inside, failed]),
    [
      ["render", "event rename", false],
      ["event rename", null, false],
    ],
  );
  await page
    .element("button", { text: "Fail" })
    .click()
    .catch(() => {});
  const failed = takeSpans().find(({ name }) => name === "event fail");
  assert.deepEqual([failed?.failed, failed?.events.map(({ name }) => name)], [true, ["exception"]]);
});

test("of an error its kind and its place are told, and not its words, in which values may be", async (t) => {
  t.after(traceWithOpenTelemetry(api));
  await using shop = site();
  const page = await shop.visit(paths.album({ id: "7" }));
  await page
    .element("button", { text: "Misfit" })
    .click()
    .catch(() => {});
  const failed = takeSpans().find(({ name }) => name === "event misfit");
  const [exception] = failed?.events ?? [];
  assert.equal(failed?.attributes["error.type"], "22P02");
  assert.equal(exception?.attributes?.["exception.type"], "22P02");
  assert.match(String(exception?.attributes?.["exception.stacktrace"]), /^ +at .*tracing\.test\.ts/);
  assert.doesNotMatch(JSON.stringify(failed), /private/);
});

test("a join that crashes is a failed one", async (t) => {
  t.after(traceWithOpenTelemetry(api));
  await using shop = site();
  await shop.visit(paths.broken()).catch(() => {});
  const join = takeSpans().find(({ name }) => name === "join");
  assert.deepEqual([join?.failed, join?.attributes["livegate.joined"]], [true, false]);
});

test("a path is told without what signs somebody in", async (t) => {
  t.after(traceWithOpenTelemetry(api));
  await using shop = site();
  await shop.app.fetch(new Request(`https://shop.test${paths.byLink({ token: "t0ken".repeat(9) })}`));
  const { attributes } = takeSpans().find(({ name }) => name === "GET") ?? {};
  assert.deepEqual([attributes?.["http.route"], attributes?.["url.path"]], ["/links/:token", "/links/[redacted]"]);
});

test("what waited while another page's message was handled is no part of that", async (t) => {
  t.after(traceWithOpenTelemetry(api));
  await using shop = site();
  hold = Promise.withResolvers<void>();
  const listener = await shop.visit(paths.told());
  const album = await shop.visit(paths.album({ id: "7" }));
  const waiting = () => shop.app.metrics().find(({ name }) => name === "livegate_mailbox_messages")?.samples[0]?.value;
  takeSpans();
  const clicked = [album.element("button", { text: "Tell" }).click()];
  while (!exporter.getFinishedSpans().some(({ name }) => name === "event tell")) await nextTurn();
  clicked.push(listener.element("button", { text: "Answer" }).click());
  // With what the other click looks for: whether all has settled.
  while ((waiting() ?? 0) < 2) await nextTurn();
  hold.resolve();
  await Promise.all(clicked);
  assert.deepEqual(takeSpans().map(placed).toSorted(), [
    "event answer",
    "event tell",
    "render",
    "render in event answer",
    "render in event tell",
  ]);
});

test("who no longer traces is told nothing", async () => {
  traceWithOpenTelemetry(api)();
  await using shop = site();
  await shop.visit(paths.album({ id: "7" }));
  assert.deepEqual(takeSpans(), []);
});
