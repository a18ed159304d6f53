import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { asyncResult } from "../html/async-result.ts";
import { html } from "../html/html.ts";
import { assignAsync, streamAsync } from "../live/async-task.ts";
import { events } from "../live/event.ts";
import { guard } from "../live/guard.ts";
import { halt } from "../live/halt.ts";
import { liveComponent, props } from "../live/live-component.ts";
import { liveRender } from "../live/live-render.ts";
import { liveView } from "../live/live-view.ts";
import { upload } from "../live/upload.ts";
import { uploadWriter } from "../live/upload-writer.ts";
import { definePaths } from "../paths/define-paths.ts";
import { Session } from "../plug/session.ts";
import { topic } from "../pubsub/topic.ts";
import { liveTestApp, settled } from "./live-test-app.ts";
import { type TestView, nestedTokens } from "./test-wire.ts";

const paths = definePaths({ home: "/?tab" });
const news = topic(() => "news", z.string());

/** What a view can have under way: each step writes down that it has begun, and waits where the test wants it to. */
function steps() {
  const ran: string[] = [];
  const signals: AbortSignal[] = [];
  let { promise, resolve } = Promise.withResolvers<void>();
  return {
    ran,
    signals,
    release: () => resolve(),
    again: () => void ({ promise, resolve } = Promise.withResolvers<void>()),
    quick: (name: string) => void ran.push(name),
    async slow(name: string, signal?: AbortSignal) {
      ran.push(name);
      if (signal) signals.push(signal);
      await promise;
    },
  };
}

type Steps = ReturnType<typeof steps>;

/** A part whose mount and update are to be waited for, and in which another part stands. */
function partsOf({ slow, quick }: Steps) {
  const Leaf = liveComponent({
    mount: () => (quick("leaf mounts"), {}),
    update: () => quick("leaf updates"),
    render: () => html`<i>leaf</i>`,
  });
  return liveComponent({
    components: [Leaf],
    props: props<{ n: number }>(),
    events: { work: null, quick: null },
    mount: async ({ n }) => (await slow(`part ${n} mounts`), {}),
    update: (socket) => slow(`part ${socket.assigns.n} updates`),
    handle: {
      work: async (socket) => {
        await slow("part works", socket.signal);
        socket.putFlash("info", "done");
      },
      quick: () => quick("part's next"),
    },
    render: ({ n }) => html`<b>${n}${Leaf({ id: `leaf-${n}` })}</b>`,
  });
}

function viewOf(the: Steps, requireUser: ReturnType<typeof guardOf>["requireUser"]) {
  const Part = partsOf(the);
  const ev = events({ work: null, next: null, start: null, load: null, timed: null, show: null, raise: null });
  const inner = liveView({
    events: { work: null, next: null },
    mount: () => ({ count: 0 }),
    handle: {
      work: async (socket) => {
        await the.slow("inner works", socket.signal);
        socket.update("count", (count) => count + 1);
      },
      next: () => the.quick("inner's next"),
    },
    render: ({ count }) => html`<i>${count}</i>`,
  });
  const writer = uploadWriter({
    init: () => ({}),
    writeChunk: (_state, chunk) => the.slow(`chunk of ${chunk.length}`),
    meta: () => ({}),
    close: (_state, end) => the.quick(`file closed: ${end}`),
  });
  return liveView({
    needs: [requireUser],
    components: [Part],
    views: { inner },
    uploads: { file: upload({ accept: "any", writer }) },
    events: ev,
    subscribe: (_args, on) => [on(news(), () => the.quick("message"))],
    mount: () => ({
      count: 0,
      parts: 0,
      value: assignAsync(() => 1),
      list: streamAsync(() => [{ id: 1 }], { key: ({ id }) => id }),
    }),
    handleParams: () => the.quick("params"),
    handle: {
      work: async (socket) => {
        await the.slow("works", socket.signal);
        socket.update("count", (count) => count + 1).sendEvent(ev.next);
        socket.pushPatch(paths.home({ tab: "new" }));
      },
      next: () => the.quick("next"),
      start: (socket) =>
        socket.startAsync("job", {
          run: ({ signal }) => the.slow("job", signal),
          handleAsync: () => the.quick("job lands"),
        }),
      load: (socket) =>
        socket
          .assignAsync("value", async ({ signal }) => (await the.slow("value", signal), 2))
          .streamAsync("list", async ({ signal }) => (await the.slow("list", signal), [{ id: 2 }])),
      timed: (socket) =>
        socket.startAsync("timed", {
          run: ({ signal }) => the.slow("timed", signal),
          handleAsync: () => the.quick("timed lands"),
          timeout: 1_000,
        }),
      show: (socket) => socket.assign({ parts: 2 }),
      raise: (socket) => socket.update("count", (count) => count + 1),
    },
    render: ({ count, parts, value, list, uploads }) =>
      html`<p>${count} ${asyncResult({ of: value, ok: (n) => n })}</p>
        ${asyncResult({ of: list, ok: () => html`<u>list</u>` })}<s>${uploads.file.ref}</s>
        ${liveRender(inner, { id: "inner" })}${parts > 0 && Part({ id: "one", n: 1 + count })}
        ${parts > 1 && Part({ id: "two", n: 2 + count })}`,
  });
}

/** A guard that lets in who has a row. */
function guardOf(expiresAt: () => number) {
  const row = { isThere: true };
  const requireUser = guard.identity("requireUser", ({ session }) => {
    if (!row.isThere) return halt.forbidden();
    const known = { id: "row-1", userId: 1, renewAt: null, seenAt: 0, accessEpoch: 0, provenAt: null };
    if (session instanceof Session) session.userSession = { ...known, expiresAt: expiresAt() };
    return { name: "Ada" };
  });
  return { row, requireUser };
}

async function opened() {
  const the = steps();
  const { row, requireUser } = guardOf(() => app.context.clock.now() + 3_600_000);
  const app = liveTestApp([{ path: "/", view: viewOf(the, requireUser), guards: [requireUser] }]);
  const wire = app.connect();
  const view = wire.join("/", { session: app.pageToken("/", { userSessionId: "row-1" }) });
  await settled();
  const tree = JSON.stringify(view.answer?.[2]);
  const { inner = "" } = nestedTokens(tree);
  const nested = wire.joinNested("inner", inner);
  await settled();
  return {
    ...the,
    app,
    wire,
    view,
    nested,
    uploadRef: /phx-[\w-]+(?="[,}])/.exec(tree)?.[0] ?? "",
    /** Ends the session, lets all that was waiting go on and come to its end. */
    async revoked() {
      await settled();
      wire.take();
      const [before, wasAborted] = [[...the.ran], the.signals.map(({ aborted }) => aborted)];
      row.isThere = false;
      app.runtime.sessions.end("row-1");
      const told = wire.take().map(([, event]) => event);
      the.release();
      app.context.clock.advance(5_000);
      for (let turn = 0; turn < 10; turn += 1) await settled();
      return { before, wasAborted, told, after: the.ran.slice(before.length), sent: wire.take() };
    },
  };
}

type Opened = Awaited<ReturnType<typeof opened>>;

/** Whatever stands in the mailbox behind something that is running. */
function queue({ view, app }: Opened): void {
  view.event("next");
  view.event("start");
  view.patch("http://shop.test/?tab=other");
  app.pubsub.broadcast(news(), "late");
}

async function sendFile({ wire, view, uploadRef }: Opened, send: (bytes: string) => void): Promise<void> {
  const files = [{ ref: "0", name: "a.txt", type: "text/plain", size: 60 }];
  const asked = view.push("allow_upload", { ref: uploadRef, entries: files, cid: null });
  await settled();
  const [, , answer] = wire.take().find(([ref]) => ref === asked) ?? [];
  const { entries } = answer as { readonly entries: Readonly<Record<string, string>> };
  wire.push("70", "lvu:0", "phx_join", { token: entries["0"] });
  await settled();
  send("a".repeat(30));
  await settled();
}

function sendChunk({ wire }: Opened, ref: string, bytes: string): void {
  const fields = ["70", ref, "lvu:0", "chunk"].map((text) => Buffer.from(text));
  const header = Buffer.from([0, ...fields.map(({ length }) => length)]);
  wire.connection.receiveBinary(Buffer.concat([header, ...fields, Buffer.from(bytes)]));
}

interface Path {
  /** Brings it under way. */
  readonly begin: (page: Opened) => unknown;
  /** What has begun by then. */
  readonly begun: readonly string[];
  /** How many signals have to be aborted by the end of the session. */
  readonly aborts: number;
  /** What comes afterwards from the page. */
  readonly later?: (page: Opened) => unknown;
  /** What may happen after the end: letting go. */
  readonly cleanUp?: readonly string[];
}

const component = (view: TestView, event: string) => view.push("event", { type: "click", event, value: {}, cid: 1 });

async function withParts(page: Opened): Promise<void> {
  page.release();
  page.view.event("show");
  for (let turn = 0; turn < 5; turn += 1) await settled();
  page.ran.length = 0;
  page.again();
}

const waysIn: Record<string, Path> = {
  "a handler, and whatever waits behind it": {
    begin: (page) => (page.view.event("work"), queue(page)),
    begun: ["works"],
    aborts: 1,
    later: ({ view }) => view.event("next"),
  },
  "a message": {
    begin: () => {},
    begun: [],
    aborts: 0,
    later: ({ app }) => app.pubsub.broadcast(news(), "late"),
  },
  "a task": { begin: ({ view }) => view.event("start"), begun: ["job"], aborts: 1 },
  "what a task has brought, while it waits": {
    async begin(page) {
      page.view.event("start");
      page.release();
      page.again();
      page.view.event("work");
      await settled();
    },
    begun: ["job", "works"],
    aborts: 2,
  },
  "the value of an assign, and items of a stream": {
    begin: ({ view }) => view.event("load"),
    begun: ["value", "list"],
    aborts: 2,
  },
  "a timer": { begin: ({ view }) => view.event("timed"), begun: ["timed"], aborts: 1 },
  "a chunk of an upload": {
    begin: (page) =>
      sendFile(page, (bytes) => {
        sendChunk(page, "71", bytes);
        sendChunk(page, "72", "b".repeat(20));
      }),
    begun: ["chunk of 30"],
    aborts: 0,
    later: (page) => sendChunk(page, "73", "c".repeat(10)),
    cleanUp: ["file closed: cancel"],
  },
  "a view inside the page": {
    begin: ({ nested }) => (nested.event("work"), nested.event("next")),
    begun: ["inner works"],
    aborts: 1,
    later: ({ nested }) => nested.event("next"),
  },
  "a component's handler": {
    async begin(page) {
      await withParts(page);
      component(page.view, "work");
      component(page.view, "quick");
    },
    begun: ["part works"],
    aborts: 1,
    later: ({ view }) => component(view, "quick"),
  },
  "an update of a component, and that of the next": {
    async begin(page) {
      await withParts(page);
      page.view.event("raise");
    },
    begun: ["part 2 updates"],
    aborts: 0,
  },
  "a component that mounts, and those that stand in it": {
    begin: ({ view }) => view.event("show"),
    begun: ["part 1 mounts", "part 2 mounts"],
    aborts: 0,
  },
};

describe("once a session was ended, nothing of its page starts and nothing leaves:", () => {
  for (const [name, { begin, begun, aborts, later, cleanUp = [] }] of Object.entries(waysIn)) {
    it(name, async () => {
      const page = await opened();
      page.ran.length = 0;
      await begin(page);
      const ending = page.revoked();
      await settled();
      const { before, wasAborted, told, after, sent } = await ending;
      later?.(page);
      await settled();
      assert.deepEqual(before, begun);
      assert.deepEqual(
        wasAborted,
        Array.from({ length: aborts }, () => false),
      );
      assert.ok(page.signals.every(({ aborted }) => aborted));
      assert.deepEqual([after, page.ran.slice(before.length + after.length)], [cleanUp, []]);
      assert.deepEqual(sent, []);
      assert.deepEqual(new Set(told), new Set(["redirect", "phx_close"]));
      assert.deepEqual([page.wire.ended, page.wire.take()], [{ code: 1001, reason: "session ended" }, []]);
    });
  }
});
