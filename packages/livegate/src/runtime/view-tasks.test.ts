import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Unavailable } from "../errors/unavailable.ts";
import { asyncResult } from "../html/async-result.ts";
import { each } from "../html/each.ts";
import { html } from "../html/html.ts";
import { assignAsync, streamAsync } from "../live/async-task.ts";
import { liveComponent } from "../live/live-component.ts";
import { type LiveView, liveView } from "../live/live-view.ts";
import { type LiveTestOptions, liveTestApp, settled } from "./live-test-app.ts";

/** Tasks that end when a test says so, in the order in which they began. */
function gates<T>() {
  const begun: { readonly signal: AbortSignal; resolve(value: T): void; reject(error: unknown): void }[] = [];
  const run = ({ signal }: { readonly signal: AbortSignal }): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    begun.push({ signal, resolve, reject });
    return promise;
  };
  return { begun, run };
}

async function joined(view: LiveView, options: LiveTestOptions = {}) {
  const app = liveTestApp([{ path: "/", view }], options);
  const wire = app.connect();
  const page = wire.join("/");
  await settled();
  assert.ok(page.answer);
  const { rendered } = page.answer[2] as { rendered: Record<string, unknown> };
  wire.take();
  return { app, wire, page, rendered };
}

/** A view that shows one async assign, loads it anew, cancels it, and forgets it. */
function loading() {
  const { begun, run } = gates<string>();
  const view = liveView({
    events: { load: null, reset: null, cancel: null, look: null },
    mount: () => ({ word: assignAsync(run) }),
    handle: {
      load: (socket) => socket.assignAsync("word", run),
      reset: (socket) => socket.assignAsync("word", run, { reset: true, timeout: 500 }),
      cancel: (socket) => socket.cancelAsync("word"),
      look: () => {},
    },
    render: ({ word }) =>
      html`<p>${word.ok ? word.result : "none"} ${word.loading} ${String(word.loading)} ${word.failed?.reason}</p>`,
  });
  return { begun, view };
}

/** What the log says of tasks that failed: their names. */
const failures = ({ context }: Awaited<ReturnType<typeof joined>>["app"]): readonly unknown[] =>
  context.logged
    .filter((line) => line.includes('"task failed"'))
    .map((line) => (JSON.parse(line) as { task: string }).task);

const shown = (texts: readonly [result: string, loading: string, failed: string]) => texts;

describe("an assign that a task brings", () => {
  it("is loading in the answer to the join, and comes as a diff of its own", async () => {
    const { begun, view } = loading();
    const { wire, rendered } = await joined(view);
    assert.deepEqual([rendered["0"], rendered["2"], rendered["3"]], shown(["none", "true", ""]));
    assert.equal(begun.length, 1);
    begun[0]?.resolve("blue");
    await settled();
    assert.deepEqual(wire.take(), [[null, "diff", { 0: "blue", 2: "false" }]]);
  });

  it("keeps its value while it is loaded anew, unless that is a reset", async () => {
    const { begun, view } = loading();
    const { wire, page } = await joined(view);
    begun[0]?.resolve("blue");
    await settled();
    wire.take();
    const load = page.event("load");
    assert.deepEqual(wire.take(), [[load, "ok", { diff: { 2: "true" } }]]);
    begun[1]?.resolve("red");
    await settled();
    assert.deepEqual(wire.take(), [[null, "diff", { 0: "red", 2: "false" }]]);
    const reset = page.event("reset");
    assert.deepEqual(wire.take(), [[reset, "ok", { diff: { 0: "none", 2: "true" } }]]);
  });

  it("keeps its value beside the failure when the next task throws, which is logged; the view goes on", async () => {
    const { begun, view } = loading();
    const { app, wire, page } = await joined(view);
    begun[0]?.resolve("blue");
    page.event("load");
    await settled();
    wire.take();
    begun[1]?.reject(new Error("no colours"));
    await settled();
    assert.deepEqual(wire.take(), [[null, "diff", { 2: "false", 3: "error" }]]);
    const look = page.event("look");
    assert.deepEqual(wire.take(), [[look, "ok", {}]]);
    assert.deepEqual(failures(app), ["word"]);
  });

  it("is what the last start brings, however late the first one ends; the first one's signal aborts", async () => {
    const { begun, view } = loading();
    const { wire, page } = await joined(view);
    page.event("load");
    wire.take();
    assert.deepEqual([begun[0]?.signal.aborted, begun[1]?.signal.aborted], [true, false]);
    begun[1]?.resolve("last");
    await settled();
    begun[0]?.resolve("first");
    await settled();
    assert.deepEqual(wire.take(), [[null, "diff", { 0: "last", 2: "false" }]]);
    assert.equal(begun[1]?.signal.aborted, false, "what it gave may go on");
  });

  it("is what the last start brings, also where the first one's value waits already", async () => {
    const { begun, run } = gates<string>();
    const gate = Promise.withResolvers<void>();
    const view = liveView({
      events: { load: null },
      mount: () => ({ word: assignAsync(run) }),
      handle: {
        load: async (socket) => {
          await gate.promise;
          socket.assignAsync("word", run);
        },
      },
      render: ({ word }) => html`<p>${word.result}</p>`,
    });
    const { wire, page } = await joined(view);
    page.event("load");
    begun[0]?.resolve("first");
    await settled();
    gate.resolve();
    await settled();
    wire.take();
    begun[1]?.resolve("last");
    await settled();
    assert.deepEqual(wire.take(), [[null, "diff", { 0: "last" }]]);
    assert.equal(JSON.stringify(wire.frames).includes("first"), false);
  });

  it("has failed when the task takes too long, and what comes later is dropped", async () => {
    const { begun, view } = loading();
    const { app, wire, page } = await joined(view);
    page.event("reset");
    wire.take();
    app.context.clock.advance(500);
    await settled();
    assert.deepEqual(wire.take(), [[null, "diff", { 2: "false", 3: "timeout" }]]);
    assert.equal(begun[1]?.signal.aborted, true);
    begun[1]?.resolve("late");
    await settled();
    assert.deepEqual(wire.take(), []);
  });

  it("has failed when it is cancelled, also when its value waits already", async () => {
    const { begun, view } = loading();
    const { app, wire, page } = await joined(view);
    begun[0]?.resolve("blue");
    page.event("cancel");
    await settled();
    assert.deepEqual(
      wire.take().map(([, , payload]) => payload),
      [{}, { 2: "false", 3: "cancelled" }],
    );
    assert.deepEqual(failures(app), []);
  });

  it("comes with others of its task at once, and a later start takes over its own name alone", async () => {
    const [both, one] = [gates<{ a: string; b: string }>(), gates<string>()];
    const view = liveView({
      events: { again: null, both: null },
      mount: () => ({ ...assignAsync(["a", "b"], both.run) }),
      handle: {
        again: (socket) => socket.assignAsync("a", one.run),
        both: (socket) => socket.assignAsync(["a", "b"], both.run),
      },
      render: ({ a, b }) => html`<p>${a.result} ${b.result}</p>`,
    });
    const { wire, page } = await joined(view);
    assert.equal(both.begun.length, 1);
    page.event("again");
    assert.equal(both.begun[0]?.signal.aborted, false);
    both.begun[0]?.resolve({ a: "old", b: "B" });
    one.begun[0]?.resolve("A");
    await settled();
    assert.deepEqual(wire.take().slice(1), [
      [null, "diff", { 1: "B" }],
      [null, "diff", { 0: "A" }],
    ]);
    page.event("both");
    both.begun[1]?.resolve({ a: "1", b: "2" });
    await settled();
    assert.deepEqual(wire.take().at(-1), [null, "diff", { 0: "1", 1: "2" }]);
  });
});

describe("nothing of a task", () => {
  it("lands once its view has left, and its signal aborts", async () => {
    const { begun, view } = loading();
    const { app, wire, page } = await joined(view);
    page.leave();
    assert.equal(begun[0]?.signal.aborted, true);
    begun[0]?.resolve("late");
    await settled();
    assert.deepEqual(
      wire.take().map(([, event]) => event),
      ["phx_close", "ok"],
    );
    assert.equal(app.runtime.tasks.count, 0);
  });

  it("lands once the session has ended", async () => {
    const { begun, view } = loading();
    const { app, wire } = await joined(view);
    app.runtime.sessions.end(`visitor ${app.info.session.id}`);
    assert.equal(begun[0]?.signal.aborted, true);
    begun[0]?.resolve("late");
    await settled();
    assert.equal(
      wire.take().some(([, event]) => event === "diff"),
      false,
    );
  });

  it("begins where the join was refused after mount", async () => {
    const { begun, run } = gates<string>();
    const view = liveView({
      mount: () => ({ word: assignAsync(run) }),
      handleParams: (socket) => void socket.redirect({ external: new URL("https://example.org/") }),
      render: () => html`<p></p>`,
    });
    const app = liveTestApp([{ path: "/", view }]);
    app.connect().join("/");
    await settled();
    assert.equal(begun.length, 0);
  });

  it("begins in a turn that is taken back", async () => {
    const { begun, run } = gates<string>();
    const view = liveView({
      events: { load: null, look: null },
      mount: () => ({ n: 0 }),
      handle: {
        look: () => {},
        load: (socket) => {
          socket.startAsync("load", { run });
          throw new Unavailable("The database is locked.");
        },
      },
      render: ({ n }) => html`<p>${n}</p>`,
    });
    const { page } = await joined(view);
    page.event("load");
    page.event("look");
    await settled();
    assert.equal(begun.length, 0);
  });
});

describe("startAsync", () => {
  const starting = (run: (context: { readonly signal: AbortSignal }) => Promise<string> | string) =>
    liveView({
      events: { start: null, cancel: null },
      mount: () => ({ said: "" }),
      handle: {
        start: (socket) =>
          socket.startAsync("speak", {
            run,
            handleAsync: (later, outcome) => later.assign({ said: outcome.ok ? outcome.value : outcome.reason }),
          }),
        cancel: (socket) => socket.cancelAsync("speak"),
      },
      render: ({ said }) => html`<p>${said}</p>`,
    });

  it("tells its handler the value, on a turn of its own", async () => {
    const { begun, run } = gates<string>();
    const { wire, page } = await joined(starting(run));
    const ref = page.event("start");
    begun[0]?.resolve("hello");
    await settled();
    assert.deepEqual(wire.take(), [
      [ref, "ok", {}],
      [null, "diff", { 0: "hello" }],
    ]);
  });

  it("tells its handler what was thrown, at once or later, and that it was cancelled; none of it is logged", async () => {
    for (const [run, event, said] of [
      [() => Promise.reject(new Error("x")), null, "error"],
      [
        () => {
          throw new Error("x");
        },
        null,
        "error",
      ],
      [gates<string>().run, "cancel", "cancelled"],
    ] as const) {
      const { app, wire, page } = await joined(starting(run));
      page.event("start");
      if (event) page.event(event);
      await settled();
      assert.deepEqual(wire.take().at(-1), [null, "diff", { 0: said }]);
      assert.deepEqual(failures(app), []);
    }
  });

  it("logs a failure of which nobody is told", async () => {
    const view = liveView({
      events: { start: null },
      mount: () => ({}),
      handle: { start: (socket) => socket.startAsync("send", { run: () => Promise.reject(new Error("no mail")) }) },
      render: () => html`<p></p>`,
    });
    const { app, wire, page } = await joined(view);
    const ref = page.event("start");
    await settled();
    assert.deepEqual(wire.take(), [[ref, "ok", {}]]);
    assert.deepEqual(failures(app), ["send"]);
  });

  it("ends the view when its handler throws", async () => {
    const view = liveView({
      events: { start: null },
      mount: () => ({}),
      handle: {
        start: (socket) =>
          socket.startAsync("x", {
            run: () => 1,
            handleAsync: () => {
              throw new Error("handler");
            },
          }),
      },
      render: () => html`<p></p>`,
    });
    const { wire, page } = await joined(view);
    page.event("start");
    await settled();
    assert.deepEqual(wire.take().at(-1)?.[1], "phx_error");
  });

  it("is refused beyond the limit, counting those for which nobody waits any more", async () => {
    const { begun, run } = gates<string>();
    const { app, wire, page } = await joined(starting(run), { limits: { tasksPerView: 2 } });
    page.event("start");
    page.event("start");
    page.event("start");
    await settled();
    assert.equal(begun.length, 2);
    assert.deepEqual(wire.take().at(-1), [null, "diff", { 0: "limit" }]);
    assert.equal(app.runtime.counters.value("task_refused"), 1);
    begun[0]?.resolve("over");
    await settled();
    page.event("start");
    assert.equal(begun.length, 3);
  });

  it("passes the hooks of handleAsync, which may keep the handler from running", async () => {
    const heard: unknown[] = [];
    const view = liveView({
      events: { start: null },
      onMount: [
        (_params, _session, socket) => {
          socket.attachHook("watch", "handleAsync", ({ name, value }) => {
            heard.push([name, value]);
            return "halt";
          });
          return "cont";
        },
      ],
      mount: () => ({ n: 0 }),
      handle: {
        start: (socket) => socket.startAsync("one", { run: () => 1, handleAsync: (later) => later.assign({ n: 1 }) }),
      },
      render: ({ n }) => html`<p>${n}</p>`,
    });
    const { wire, page } = await joined(view);
    page.event("start");
    await settled();
    assert.deepEqual(heard, [["one", { ok: true, value: 1 }]]);
    assert.equal(wire.take().length, 1);
  });
});

describe("a stream that a task fills", () => {
  it("shows what came, takes changes before and after, and what is brought again", async () => {
    const { begun, run } = gates<readonly { id: number }[]>();
    const view = liveView({
      events: { add: null, more: null, anew: null },
      mount: () => ({ songs: streamAsync(run, { key: ({ id }) => id }) }),
      handle: {
        add: (socket) => socket.stream("songs").insert({ id: 9 }, { at: 0 }),
        more: (socket) => socket.streamAsync("songs", run, { at: 0 }),
        anew: (socket) => socket.streamAsync("songs", run, { reset: true }),
      },
      render: ({ songs }) =>
        html`<ul id="s" phx-update="stream">${asyncResult({
          of: songs,
          ok: (list) => each(list, (song, id) => html`<li id=${id}>${song.id}</li>`),
        })}</ul>`,
    });
    const { wire, page } = await joined(view);
    page.event("add");
    begun[0]?.resolve([{ id: 1 }, { id: 2 }]);
    await settled();
    /** The items of the messages since the last call, and whether they replace all. */
    const inserted = (): readonly unknown[] => {
      const text = JSON.stringify(wire.take());
      const [, inserts, reset] = /"stream":\["0",(\[.*?\]),\[\](,true)?\]/.exec(text) ?? [];
      return [inserts?.match(/songs-\d+/g), reset !== undefined];
    };
    assert.deepEqual(inserted(), [["songs-9", "songs-1", "songs-2"], false], "nothing inserted before is lost");
    page.event("more");
    begun[1]?.resolve([{ id: 3 }]);
    await settled();
    assert.deepEqual(inserted(), [["songs-3"], false]);
    page.event("anew");
    begun[2]?.resolve([{ id: 4 }]);
    await settled();
    assert.deepEqual(inserted(), [["songs-4"], true]);
  });
});

describe("a component's task", () => {
  it("brings its own assigns, and aborts when the component is gone", async () => {
    const { begun, run } = gates<string>();
    const Word = liveComponent({
      events: { again: null },
      mount: () => ({ word: assignAsync(run) }),
      handle: { again: (socket) => socket.assignAsync("word", run) },
      render: ({ word }) => html`<b>${word.ok ? word.result : "…"}</b>`,
    });
    const view = liveView({
      components: [Word],
      events: { hide: null },
      mount: () => ({ isShown: true }),
      handle: { hide: (socket) => socket.assign({ isShown: false }) },
      render: ({ isShown }) => html`<p>${isShown && Word({ id: "w" })}</p>`,
    });
    const { wire, page } = await joined(view);
    begun[0]?.resolve("blue");
    await settled();
    assert.deepEqual(wire.take(), [[null, "diff", { c: { 1: { 0: "blue" } } }]]);
    page.push("event", { type: "click", event: "again", value: {}, cid: 1 });
    assert.equal(begun.length, 2);
    page.event("hide");
    page.push("cids_will_destroy", { cids: [1] });
    page.push("cids_destroyed", { cids: [1] });
    assert.equal(begun[1]?.signal.aborted, true);
    wire.take();
    begun[1]?.resolve("late");
    await settled();
    assert.deepEqual(wire.take(), []);
  });
});
