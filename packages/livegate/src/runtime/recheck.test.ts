import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { html } from "../html/html.ts";
import { liveRender } from "../live/live-render.ts";
import { guard } from "../live/guard.ts";
import { halt } from "../live/halt.ts";
import { liveView } from "../live/live-view.ts";
import { topic } from "../pubsub/topic.ts";
import { z } from "zod";
import { liveTestApp, plainSession, settled } from "./live-test-app.ts";
import { type TestView, nestedTokens } from "./test-wire.ts";

const news = topic(() => "news", z.string());

type Where = "view" | "live session" | "nowhere";

/** A page whose access can be taken away as another process does it: nobody is told. */
function guardedPage(where: Where) {
  const seen = { name: "Ada" as string | null, asked: 0, failing: false };
  const ran: string[] = [];
  const requireUser = guard.identity("requireUser", () => {
    seen.asked += 1;
    if (seen.failing) throw new Error("no answer");
    return seen.name === null ? halt.forbidden() : { name: seen.name };
  });
  const definition = {
    needs: [requireUser],
    events: { work: null },
    mount: () => ({ count: 0 }),
  } as const;
  const inner = liveView({
    ...definition,
    handle: { work: () => void ran.push("inner work") },
    render: ({ name }) => html`<i>${name}</i>`,
  });
  const view = liveView({
    ...definition,
    views: { inner },
    ...(where === "view" && { recheck: "event" as const }),
    subscribe: (_args, on) => [on(news(), () => void ran.push("news"))],
    handleParams: () => void ran.push("params"),
    handle: { work: () => void ran.push("work") },
    render: ({ name }) => html`<p>${name}</p>${liveRender(inner, { id: "inner" })}`,
  });
  const recheck = where === "live session" ? ("event" as const) : null;
  const liveSession = { ...plainSession, recheck };
  const app = liveTestApp([{ path: "/", view, guards: [requireUser], liveSession }]);
  return { ...app, seen, ran };
}

async function opened(where: Where) {
  const app = guardedPage(where);
  const wire = app.connect();
  const view = wire.join("/");
  await settled();
  wire.take();
  app.ran.length = 0;
  app.seen.asked = 0;
  return { ...app, wire, view };
}

const asks: Record<string, (view: TestView) => unknown> = {
  "an event": (view) => view.event("work"),
  "a patch": (view) => view.patch("http://shop.test/?tab=2"),
  "leave to send files": (view) => view.push("allow_upload", { ref: "phx-1", entries: [], cid: null }),
};

describe('a page with recheck "event"', () => {
  for (const where of ["view", "live session"] as const) {
    for (const [what, ask] of Object.entries(asks)) {
      it(`asks its guards before ${what}, and leaves without it where they halt: said by its ${where}`, async () => {
        const { seen, wire, view, ran } = await opened(where);
        seen.name = null;
        ask(view);
        await settled();
        assert.deepEqual([seen.asked, ran], [1, []]);
        assert.deepEqual(wire.take(), [
          [null, "redirect", { to: "/", status: 302 }],
          [view.joinRef, "phx_close", {}],
        ]);
      });
    }
  }

  it("shows what they give now, and does what was asked", async () => {
    const { seen, wire, view, ran } = await opened("view");
    seen.name = "Grace";
    const ref = view.event("work");
    await settled();
    assert.deepEqual([ran, wire.take()], [["work"], [[ref, "ok", { diff: { 0: "Grace" } }]]]);
  });

  it("does nothing where they fail", async () => {
    const { seen, wire, view, ran } = await opened("view");
    seen.failing = true;
    view.event("work");
    await settled();
    assert.deepEqual(ran, []);
    assert.match(JSON.stringify(wire.take()), /phx_error/);
  });

  it("asks nobody before a message that no page has asked for", async () => {
    const { seen, ran, pubsub } = await opened("view");
    pubsub.broadcast(news(), "hello");
    await settled();
    assert.deepEqual([seen.asked, ran], [0, ["news"]]);
  });

  it("asks them for the views that stand in it too", async () => {
    const { seen, wire, view, ran } = await opened("view");
    const { inner = "" } = nestedTokens(JSON.stringify(view.answer?.[2]));
    const nested = wire.joinNested("inner", inner);
    await settled();
    wire.take();
    seen.name = null;
    nested.event("work");
    await settled();
    assert.deepEqual([ran, wire.take()[0]], [[], [null, "redirect", { to: "/", status: 302 }]]);
  });

  it("is what a page isn't that doesn't say so", async () => {
    const { seen, view, ran } = await opened("nowhere");
    seen.name = null;
    view.event("work");
    await settled();
    assert.deepEqual([seen.asked, ran], [0, ["work"]]);
  });
});
