import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { textOf } from "../conformance/client/page.ts";
import { messages } from "../conformance/sample-app/room-live.ts";
import { type SampleApp, sampleAppFor } from "../conformance/sample-app/sample-app.ts";

const LIMITS = { watchInterval: 20, drainTimeout: 300 };
const big = "x".repeat(200_000);

/** Broadcasts until the server has cut somebody off, or has sent far too much. */
async function broadcastUntilCut(app: SampleApp, room: string): Promise<number> {
  const deadline = Date.now() + 20_000;
  let sent = 0;
  while (app.app.counters.value("slow_reader") === 0) {
    assert.ok(Date.now() < deadline, "nobody was cut off");
    if (sent < 60) {
      app.pubsub.broadcast(messages(room), { text: `${sent}` });
      sent += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return sent;
}

describe("a client that stops reading", () => {
  it("is cut off once too much waits for it and nothing drains; its view ends, others don't notice", async (t) => {
    const app = await sampleAppFor(t, { limits: LIMITS });
    const [slow, reader] = [await app.client().visit("/rooms/slow"), await app.client().visit("/rooms/slow")];
    // The list of what was heard begins large, so each diff is.
    app.pubsub.broadcast(messages("slow"), { text: big });
    await Promise.all([slow.message("diff"), reader.message("diff")]);
    slow.socket.pause();
    const sent = await broadcastUntilCut(app, "slow");
    const texts = Array.from({ length: sent }, (_, n) => `${n}`);
    for (const _ of texts) await reader.message("diff");
    assert.equal(textOf(reader.html, "heard"), [big, ...texts].join(","));
    while (app.pubsub.size > 1) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(app.app.counters.value("slow_reader"), 1);
    assert.equal((await reader.click("move", { room: "slow" })).status, "ok");
  });

  it("for a while, and then goes on, is kept", async (t) => {
    const app = await sampleAppFor(t, { limits: { ...LIMITS, drainTimeout: 60_000 } });
    const slow = await app.client().visit("/rooms/pause");
    app.pubsub.broadcast(messages("pause"), { text: big });
    await slow.message("diff");
    slow.socket.pause();
    for (let n = 0; n < 40; n++) app.pubsub.broadcast(messages("pause"), { text: `${n}` });
    const other = await app.client().visit("/counter");
    for (let n = 0; n < 20; n++) await other.click("inc");
    slow.socket.resume();
    for (let n = 0; n < 40; n++) await slow.message("diff");
    assert.ok(textOf(slow.html, "heard")?.endsWith(",38,39"));
    assert.equal(app.app.counters.value("slow_reader"), 0);
  });
});

describe("a client that asks for more than it reads", () => {
  it("is cut off at once, long before its answers fill the memory", async (t) => {
    const app = await sampleAppFor(t, { limits: { eventBurst: 1e6 } });
    const [greedy, other] = [await app.client().visit("/counter"), await app.client().visit("/counter")];
    greedy.socket.pause();
    const value = "x".repeat(60_000);
    for (let n = 0; n < 1_000; n++) greedy.sendClick("echo", value + n);
    let most = 0;
    const deadline = Date.now() + 20_000;
    while (app.app.counters.value("slow_reader") === 0) {
      assert.ok(Date.now() < deadline, `it was not cut off; ${most} bytes outside the heap`);
      most = Math.max(most, process.memoryUsage().arrayBuffers);
      await new Promise((resolve) => setImmediate(resolve));
    }
    t.diagnostic(`${Math.round(most / 1024 / 1024)} MiB outside the heap at most, what the client sent included`);
    assert.equal((await other.click("inc")).status, "ok");
  });
});
