import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type SampleApp, sampleAppFor } from "./sample-app/sample-app.ts";
import type { JoinedView } from "./wire/joined-view.ts";
import { csrfTokenOf, textOf } from "./wire/page.ts";

// Protocol 8.6: tasks begin when the page has joined, and what they bring is told without a reference.

const shown = ({ html }: JoinedView): readonly (string | null)[] =>
  ["word", "loading", "failed"].map((id) => textOf(html, id));

/** A page whose tasks wait at their gates. */
async function waiting(app: SampleApp) {
  const reached = Promise.all([app.probe.shut("word"), app.probe.shut("rows")]);
  const client = app.client();
  const page = await client.get("/tasks");
  const view = await client.join(await client.connect({ csrfToken: csrfTokenOf(page) }), page);
  await reached;
  return { client, page, view };
}

describe("a task on the wire", () => {
  it("doesn't run over HTTP, where its assign is loading", async (t) => {
    const app = await sampleAppFor(t);
    const { body } = await app.client().get("/tasks");
    assert.deepEqual([textOf(body, "word"), textOf(body, "loading")], ["none", "yes"]);
    assert.ok(!app.probe.notes.includes("word comes"));
  });

  it("brings its value by a push of the view's own, while the view goes on", async (t) => {
    const app = await sampleAppFor(t);
    const { view } = await waiting(app);
    assert.deepEqual(shown(view), ["none", "yes", ""]);
    assert.equal((await view.click("count")).status, "ok");
    app.probe.open("word");
    const [joinRef, ref] = await view.message("diff");
    assert.deepEqual([joinRef, ref], [view.joinRef, null]);
    assert.deepEqual([textOf(view.html, "count"), ...shown(view)], ["1", "blue", "no", ""]);
    app.probe.open("rows");
    const [, , , , diff] = await view.message("diff");
    assert.match(
      JSON.stringify(diff),
      /"stream":\["0",\[\["rows-1",-1,null,false\],\["rows-2",-1,null,false\]\],\[\]\]/,
    );
  });

  it("that fails leaves the value beside its failure, and the view alive", async (t) => {
    const app = await sampleAppFor(t);
    const { view } = await waiting(app);
    app.probe.open("word");
    await view.message("diff");
    await view.click("again");
    while (shown(view)[1] === "yes") await view.message("diff");
    assert.deepEqual(shown(view), ["blue", "no", "error"]);
    assert.ok(app.logged.some((line) => line.includes("task failed") && line.includes("A task fails.")));
    assert.equal((await view.click("count")).status, "ok");
  });

  it("that is cancelled has failed, its signal aborts, and what it brings later is told to nobody", async (t) => {
    const app = await sampleAppFor(t);
    const { view } = await waiting(app);
    await view.click("cancel");
    while (shown(view)[1] === "yes") await view.message("diff");
    assert.deepEqual(shown(view), ["none", "no", "cancelled"]);
    app.probe.open("word");
    await view.click("count");
    assert.ok(app.probe.notes.includes("aborted"));
    assert.deepEqual(shown(view), ["none", "no", "cancelled"]);
  });

  it("aborts when its page leaves, and nothing is told afterwards", async (t) => {
    const app = await sampleAppFor(t);
    const { view } = await waiting(app);
    await view.leave();
    assert.ok(app.probe.notes.includes("aborted"));
    for (const gate of ["word", "rows"]) app.probe.open(gate);
    await view.socket.heartbeat();
    assert.ok(!view.socket.log.some(([, , topic, event]) => topic === view.topic && event === "diff"));
  });
});
