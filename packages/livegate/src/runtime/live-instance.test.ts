import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import { requested } from "../live/arrival.ts";
import type { AttachedHook, HookStage } from "../live/hook.ts";
import { liveLayout } from "../live/live-layout.ts";
import { type LiveView, liveView } from "../live/live-view.ts";
import { SocketState } from "../live/socket-state.ts";
import { topic } from "../pubsub/topic.ts";
import { LiveInstance } from "./live-instance.ts";
import { liveTestApp, plainSession } from "./live-test-app.ts";
import { ViewPrintContext } from "./view-print-context.ts";
import { parseLiveUrl } from "./live-url.ts";

const { context, info } = liveTestApp([]);
const print = new ViewPrintContext(context, info.session, "n");
const room = topic((id: number) => `room:${id}`, z.number());

/** A mounted instance of this view. */
async function mounted(view: LiveView, options: Partial<typeof plainSession> = {}, guardValues: object = {}) {
  const { runtime, routes } = liveTestApp([{ path: "/", view, liveSession: { ...plainSession, ...options } }]);
  const state = new SocketState({ connected: true, development: true });
  state.provide({ ...guardValues });
  const url = parseLiveUrl(new URL("http://shop.test/"), "http://shop.test", "")!; // It is a good one.
  const parts = { runtime, route: routes[0]!, state, guardValues: { ...guardValues }, url, nested: null };
  const instance = new LiveInstance(parts);
  assert.equal(await instance.mount({}, requested), null);
  return { instance, state };
}

describe("LiveInstance's print", () => {
  const titled = liveView({
    mount: () => ({ n: 1, title: "One" }),
    pageTitle: ({ title }) => title,
    render: ({ n }) => html`<p>${n}</p>`,
  });

  it("is everything at first, then what changed, then nothing", async () => {
    const { instance, state } = await mounted(titled);
    assert.equal(instance.printer.printTree(print), `"0":"1","s":["<p>","</p>"],"t":"One"`);
    state.assign({ n: 2 });
    assert.equal(instance.printer.printTree(print), `"0":"2"`);
    assert.equal(instance.printer.printTree(print), "");
  });

  it("renders only where something changed", async () => {
    let renders = 0;
    const view = liveView({ mount: () => ({ n: 1 }), render: ({ n }) => ((renders += 1), html`<p>${n}</p>`) });
    const { instance, state } = await mounted(view);
    instance.printer.printTree(print);
    instance.printer.printTree(print);
    state.assign({ n: 1 });
    instance.printer.printTree(print);
    assert.equal(renders, 1);
  });

  it("tells the title when it changed, and as JSON", async () => {
    const { instance, state } = await mounted(titled);
    instance.printer.printTree(print);
    state.assign({ title: 'Two "2"' });
    assert.equal(instance.printer.printTree(print), String.raw`"t":"Two \"2\""`);
  });

  it("is the same values as HTML, with what the layout puts around them", async () => {
    const layout = liveLayout({ needs: [], render: ({ inner, flash }) => html`<main>${flash["info"]}${inner}</main>` });
    const { instance, state } = await mounted(titled, { layout });
    state.putFlash("info", "<Saved>");
    assert.equal(await instance.printer.printHtml(print), "<main>&lt;Saved&gt;<p>1</p></main>");
    assert.match(await instance.printer.printTree(print), /"0":"&lt;Saved&gt;"/);
  });
});

describe("LiveInstance's callbacks", () => {
  it("get the guards' values, and subscriptions their params", async () => {
    const view = liveView({
      mount: (args) => ({ seen: Object.keys(args).toSorted().join() }),
      subscribe: ({ params }, on) => [on(room((params as { id?: number }).id ?? 0), () => {})],
      render: () => html``,
    });
    const { instance, state } = await mounted(view, {}, { user: 1 });
    const seen = "action,connectParams,connected,navigationType,params,session,staticChanged,user";
    assert.equal(state.assigns["seen"], seen);
    assert.deepEqual(
      instance.subscriptions({ id: 7 }).map((subscription) => subscription.topic.name),
      ["room:7"],
    );
  });
});

describe("LiveInstance's hooks", () => {
  /** What runs in a stage with these hooks, each of which answers as it says. */
  async function ran(stage: HookStage, ...answers: readonly ("cont" | "halt" | undefined)[]) {
    const log: string[] = [];
    const { instance, state } = await mounted(liveView({ mount: () => ({}), render: () => html`` }));
    answers.forEach((answer, at) => {
      const hook: AttachedHook = async ({ name }) => {
        await Promise.resolve();
        log.push(`hook ${at} ${name}`);
        return answer;
      };
      state.attachHook(String(at), stage, hook);
    });
    await instance.turn({ stage, name: "x", value: 1 }, () => log.push("own"));
    return log;
  }

  it("run one after another, before the view's own step", async () => {
    assert.deepEqual(await ran("handleEvent", "cont", undefined), ["hook 0 x", "hook 1 x", "own"]);
  });

  it("keep later hooks and the view's own step from running when they halt", async () => {
    assert.deepEqual(await ran("handleMessage", "cont", "halt", "cont"), ["hook 0 x", "hook 1 x"]);
  });

  it("don't run in another stage", async () => {
    const { instance, state } = await mounted(liveView({ mount: () => ({}), render: () => html`` }));
    state.attachHook("a", "afterRender", () => assert.fail("ran"));
    assert.equal(
      instance.turn({ stage: "handleEvent", name: "x", value: 1 }, () => "own"),
      "own",
    );
  });
});
