import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import type { Guard } from "../live/guard-step.ts";
import { guard, provide } from "../live/guard.ts";
import { halt } from "../live/halt.ts";
import type { OnMount, OnMountHook } from "../live/hook.ts";
import { type LiveView, liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import { topic } from "../pubsub/topic.ts";
import { type LifecycleResult, type Visit, runLifecycle } from "./lifecycle.ts";
import { liveTestApp, plainSession, textView } from "./live-test-app.ts";
import { parseLiveUrl } from "./live-url.ts";

const paths = definePaths({ home: "/", logIn: "/log_in" });
const room = topic(() => "room", z.number());

interface Given {
  readonly view: LiveView;
  readonly guards?: readonly Guard[];
  readonly onMount?: readonly OnMount[];
  readonly action?: string;
}

/** Runs the lifecycle of one route. */
function run(given: Given, visit: Partial<Visit> & { readonly at?: string } = {}): Promise<LifecycleResult> {
  const { at = "http://shop.test/", ...rest } = visit;
  const liveSession = { ...plainSession, onMount: given.onMount ?? [] };
  const { runtime, routes } = liveTestApp([{ path: "/", ...given, liveSession }]);
  const url = parseLiveUrl(new URL(at), "http://shop.test", "")!; // Tests give good ones.
  const session = { get: () => undefined };
  return runLifecycle({ runtime, route: routes[0]!, url, session, connected: true, flash: {}, ...rest });
}

/** A view with everything in front of it, which writes down what runs. */
function loggingView() {
  const log: string[] = [];
  const step =
    (name: string): OnMountHook =>
    () => (log.push(name), "cont");
  const user = provide("user", ({ transport }) => (log.push(`user over ${transport}`), { user: "ada" }));
  const member = guard.identity("member", user, (given) => (log.push(`member ${given.user}`), { user: given.user }));
  const view = liveView({
    needs: [member],
    onMount: [step("the view's hook")],
    mount: async ({ user: name, connected }) => {
      await Promise.resolve();
      log.push(`mount ${name}${connected ? " connected" : ""}`);
      return { n: 1 };
    },
    subscribe: (_args, on) => (log.push("subscribe"), [on(room(), () => {})]),
    handleParams: (socket) => void log.push(`handleParams ${socket.assigns.n}`),
    render: () => (log.push("render"), html``),
  });
  return { log, given: { view, guards: [member], onMount: [step("the session's hook")] } };
}

describe("runLifecycle", () => {
  const rest = ["member ada", "the session's hook", "the view's hook"];

  it("runs guards, hooks, subscribe, mount and handleParams in this order on the socket, and doesn't render", async () => {
    const { log, given } = loggingView();
    const result = await run(given, { subscribe: (instance, params) => void instance.subscriptions(params) });
    assert.ok(result.ok);
    assert.deepEqual(log, ["user over socket", ...rest, "subscribe", "mount ada connected", "handleParams 1"]);
  });

  it("runs the very same over HTTP, where nothing is subscribed", async () => {
    const { log, given } = loggingView();
    const result = await run(given, { connected: false });
    assert.ok(result.ok);
    assert.deepEqual(log, ["user over http", ...rest, "mount ada", "handleParams 1"]);
  });

  it("knows the instance when it subscribes, before mount is done", async () => {
    const { given } = loggingView();
    const seen: unknown[] = [];
    await run(given, { subscribe: ({ state }) => void seen.push({ ...state.assigns }) });
    assert.deepEqual(seen, [{ user: "ada", action: null, flash: {}, staticChanged: false, uploads: {} }]);
  });

  it("gives render the values of guards, the assigns, the action and the flash", async () => {
    const view = liveView({ actions: ["new"], mount: ({ action }) => ({ n: 1, asked: action }), render: () => html`` });
    const user = provide("user", () => ({ user: "ada" }));
    const result = await run({ view, guards: [user], action: "new" }, { flash: { info: "Saved" } });
    assert.ok(result.ok);
    const given = { user: "ada", action: "new", flash: { info: "Saved" }, staticChanged: false, uploads: {} };
    const assigns = { ...given, n: 1, asked: "new" };
    assert.deepEqual({ ...result.instance.state.assigns }, assigns);
  });

  it("tells mount how the page has come, and render whether its files are of a former deploy", async () => {
    const view = liveView({
      mount: ({ navigationType, connectParams }) => ({ how: navigationType, zone: connectParams["zone"] }),
      render: () => html``,
    });
    const arrival = { navigationType: "reconnect", connectParams: { zone: "UTC" }, staticChanged: true } as const;
    const result = await run({ view }, { arrival });
    assert.ok(result.ok);
    const { how, zone, staticChanged } = result.instance.state.assigns;
    assert.deepEqual([how, zone, staticChanged], ["reconnect", "UTC", true]);
  });

  it("gives mount the parsed params, and hooks the params as they came", async () => {
    const seen: unknown[] = [];
    const view = liveView({
      params: z.object({ page: z.coerce.number() }),
      onMount: [(params) => (seen.push({ ...params }), "cont")],
      mount: ({ params }) => (seen.push(params), {}),
      handleParams: (_socket, params) => void seen.push(params),
      render: () => html``,
    });
    await run({ view }, { at: "http://shop.test/?page=3" });
    assert.deepEqual(seen, [{ page: "3" }, { page: 3 }, { page: 3 }]);
  });
});

describe("a lifecycle that is halted", () => {
  const unreached = liveView({ mount: () => assert.fail("mounted"), render: () => html`` });

  it("by a guard says so, and nothing after it runs", async () => {
    const closed = guard("closed", () => halt.redirect(paths.logIn()));
    const result = await run({ view: unreached, guards: [closed], onMount: [() => assert.fail("a hook ran")] });
    assert.ok(!result.ok && result.halt);
    assert.deepEqual([result.by, String(result.halt.to)], ["guard", "/log_in"]);
  });

  it("by params that don't fit is not found, after the guards had their say", async () => {
    const log: string[] = [];
    const user = provide("user", () => (log.push("guard"), {}));
    const params = z.object({ page: z.coerce.number() });
    const view = liveView({ params, mount: () => assert.fail("mounted"), render: () => html`` });
    const result = await run({ view, guards: [user] }, { at: "http://shop.test/?page=x" });
    assert.ok(!result.ok && result.halt);
    assert.deepEqual([result.by, result.halt.kind, log], ["params", "notFound", ["guard"]]);
  });

  it("by a hook leaves its redirect and its messages in the state", async () => {
    const leave: OnMountHook = (_params, _session, socket) => {
      socket.putFlash("error", "Closed today");
      socket.redirect(paths.home());
      return "halt";
    };
    const result = await run({ view: unreached, onMount: [leave, () => assert.fail("a later hook ran")] });
    assert.ok(!result.ok && !result.halt);
    assert.deepEqual(result.state.flash, { error: "Closed today" });
    assert.equal(String(result.state.takeNavigation()?.to), "/");
  });

  it("by mount says so, after it was subscribed", async () => {
    const view = liveView({
      mount: () => halt.notFound(),
      handleParams: () => assert.fail("went on"),
      render: () => html``,
    });
    const subscribed: unknown[] = [];
    const result = await run({ view }, { subscribe: (instance) => void subscribed.push(instance) });
    assert.ok(!result.ok && result.halt);
    assert.deepEqual([result.by, result.halt.kind, subscribed.length], ["mount", "notFound", 1]);
  });

  it("by a hook that sends nobody anywhere is the programmer's mistake", async () => {
    await assert.rejects(run({ view: unreached, onMount: [() => "halt"] }), { code: "LG_HOOK_HALT" });
  });
});

describe("onMount hooks", () => {
  it("may be entries of a module, found by name", async () => {
    const auth = { user: ((_params, _session, socket) => (socket.assign({ seen: true }), "cont")) as OnMountHook };
    const result = await run({ view: textView(""), onMount: [[auth, "user"]] });
    assert.ok(result.ok);
    assert.equal(result.instance.state.assigns["seen"], true);
    await assert.rejects(run({ view: textView(""), onMount: [[auth, "usr"]] }), {
      code: "LG_HOOK_ENTRY",
      message: /names the entry "usr"/,
    });
  });

  it("see the session and whether they are connected", async () => {
    const seen: unknown[] = [];
    const look: OnMountHook = (_params, session, socket) => (seen.push(session.get("theme"), socket.connected), "cont");
    await run({ view: textView(""), onMount: [look] }, { session: { get: (key) => `${key}!` }, connected: false });
    assert.deepEqual(seen, ["theme!", false]);
  });

  it("can't use their socket when their turn is over", async () => {
    const kept: { assign(patch: object): unknown }[] = [];
    await run({ view: textView(""), onMount: [(_params, _session, socket) => (kept.push(socket), "cont")] });
    assert.throws(() => kept[0]?.assign({ late: true }), { code: "LG_SOCKET_TURN_OVER" });
  });
});

describe("a lifecycle that fails", () => {
  it("hands on what guards, hooks, mount and handleParams throw", async () => {
    const boom = (): never => {
      throw new Error("boom");
    };
    const failing: readonly Given[] = [
      { view: textView(""), guards: [provide("user", boom)] },
      { view: textView(""), onMount: [boom] },
      { view: liveView({ mount: boom as () => object, render: () => html`` }) },
      { view: liveView({ mount: () => ({}), handleParams: boom, render: () => html`` }) },
    ];
    for (const given of failing) await assert.rejects(run(given), /boom/);
  });

  it("throws where mount's assigns would shadow a guard's value", async () => {
    const user = provide("user", () => ({ user: "ada" }));
    const view = liveView({ mount: () => ({ user: "eve" }), render: () => html`` });
    await assert.rejects(run({ view, guards: [user] }), { code: "LG_ASSIGN_SHADOWS" });
  });
});
