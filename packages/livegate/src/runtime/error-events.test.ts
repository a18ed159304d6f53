import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { html } from "../html/html.ts";
import { liveView } from "../live/live-view.ts";
import { joined } from "./adding-view.fixture.ts";
import { liveTestApp, settled } from "./live-test-app.ts";

interface Told {
  readonly e: readonly [name: string, report: { readonly message: string; readonly during: string }][];
}

describe("a handler that throws", () => {
  it("is told to the page of those who develop before the view joins again", async () => {
    const { view, wire } = await joined();
    view.event("boom");
    const [diff, crash] = wire.take();
    const [name, report] = (diff![2] as Told).e[0]!;
    assert.deepEqual([name, report.message, report.during], ["lg:error", "boom", "event boom of /"]);
    assert.equal(crash?.[1], "phx_error");
  });

  it("is told to nobody in production", async () => {
    const { view, wire } = await joined({}, { production: true });
    view.event("boom");
    assert.deepEqual(
      wire.take().map(([, event]) => event),
      ["phx_error"],
    );
  });
});

describe("a join that throws", () => {
  const broken = liveView({
    mount: ({ connected }) => {
      if (connected) throw new Error("only on the socket");
      return {};
    },
    render: () => html`<p>ok</p>`,
  });

  const answerOf = async (production: boolean): Promise<unknown> => {
    const wire = liveTestApp([{ path: "/", view: broken }], { production }).connect();
    const view = wire.join("/");
    await settled();
    return view.answer?.[2];
  };

  it("carries the error for those who develop, and nothing but its reason in production", async () => {
    assert.match(JSON.stringify(await answerOf(false)), /"join crashed","events":\[\["lg:error",.*only on the socket/);
    assert.deepEqual(await answerOf(true), { reason: "join crashed" });
  });
});
