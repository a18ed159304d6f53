import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { html } from "../html/html.ts";
import { once } from "../html/once.ts";
import type { PrintContext } from "../html/print-context.ts";
import { liveView } from "../live/live-view.ts";
import { liveTestApp, settled } from "./live-test-app.ts";

const ReportLive = liveView({
  events: { load: null, clear: null, count: null, look: null, plain: null },
  mount: () => ({ report: "<first>" as string | null, count: 0, isPlain: false }),
  temporary: ["report"],
  handle: {
    load: (socket) => socket.assign({ report: "<second>" }),
    clear: (socket) => socket.assign({ report: "" }),
    count: (socket) => socket.update("count", (count) => count + 1),
    look: (socket) => socket.pushEvent("seen", { report: socket.assigns.report }),
    plain: (socket) => socket.assign({ isPlain: true }),
  },
  render: ({ report, count, isPlain }) => html`<pre>${isPlain ? "" : once(report)}</pre><b>${count}</b>`,
});

const context = {} as PrintContext;

async function open() {
  const wire = liveTestApp([{ path: "/", view: ReportLive }]).connect();
  const view = wire.join("/");
  await settled();
  const { rendered } = (view.answer ?? assert.fail("no answer"))[2] as { rendered: unknown };
  /** What the page is sent for an event. */
  const sent = async (event: string): Promise<unknown> => {
    wire.take();
    view.event(event);
    await settled();
    const [frame] = wire.take();
    return (frame?.[2] as { diff?: unknown } | undefined)?.diff;
  };
  return { rendered, sent };
}

describe("a temporary assign", () => {
  it("is printed when the page joins, escaped as anything else, and then kept by the page alone", async () => {
    const { rendered, sent } = await open();
    assert.equal((rendered as Record<string, unknown>)["0"], "&lt;first&gt;");
    assert.deepEqual(await sent("count"), { "1": "1" });
    assert.deepEqual(await sent("look"), { e: [["seen", { report: null }]] });
    const printed = once("long");
    assert.deepEqual([printed.text(context), printed.text(context)], ["long", ""], "the last print of a view is kept");
  });

  it("is sent whenever it is set, and once for each time", async () => {
    const { sent } = await open();
    assert.deepEqual(await sent("load"), { "0": "&lt;second&gt;" });
    assert.deepEqual(await sent("count"), { "1": "1" });
    assert.deepEqual(await sent("load"), { "0": "&lt;second&gt;" });
  });

  it("can be emptied, and gives way to something else that is empty", async () => {
    const { sent } = await open();
    assert.deepEqual(await sent("clear"), { "0": "" });
    assert.deepEqual(await sent("load"), { "0": "&lt;second&gt;" });
    assert.deepEqual(await sent("plain"), { "0": "" });
  });
});
