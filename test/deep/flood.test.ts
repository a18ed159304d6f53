import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { containerOf, csrfTokenOf, textOf } from "../conformance/client/page.ts";
import { sampleAppFor } from "../conformance/sample-app/sample-app.ts";

const MIB = 1024 * 1024;

describe("a flood", () => {
  it("of events is refused beyond the rate, each of them answered, while others are served", async (t) => {
    const app = await sampleAppFor(t);
    const [flooding, other] = [await app.client().visit("/counter"), await app.client().visit("/counter")];
    const refs = Array.from({ length: 20_000 }, () => flooding.sendClick("inc"));
    const waits: number[] = [];
    for (let n = 0; n < 20; n++) {
      const start = performance.now();
      assert.equal((await other.click("inc")).status, "ok");
      waits.push(performance.now() - start);
    }
    await flooding.socket.reply(refs.at(-1)!); // There are 20,000.
    const answered = new Set(flooding.socket.log.map(([, ref]) => ref));
    assert.ok(refs.every((ref) => answered.has(ref)));
    assert.ok(app.app.counters.value("event_refused_rate") > 10_000);
    assert.equal(textOf(other.html, "count"), "20");
    t.diagnostic(`another client waited ${Math.max(...waits).toFixed(0)} ms at most`);
  });

  it("of joins on one connection is refused beyond the rate, while others are served", async (t) => {
    const app = await sampleAppFor(t);
    const client = app.client();
    const page = await client.get("/rooms/flood");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const topic = `lv:${containerOf(page).id}`;
    for (let n = 0; n < 1_000; n++) socket.send(`${n}`, `${n}`, topic, "phx_join", client.joinPayload(page));
    await socket.heartbeat();
    const refused = socket.log.filter((frame) => frame[3] === "phx_reply" && frame[4]["response"].reason === "rate");
    assert.ok(refused.length > 700, `${refused.length}`);
    const other = await app.client().visit("/counter");
    assert.equal((await other.click("inc")).status, "ok");
    assert.equal(app.pubsub.size, 0);
  });

  it("of connections that never join takes little memory, and they can be counted out", async (t) => {
    const app = await sampleAppFor(t);
    const clients = Array.from({ length: 200 }, () => app.client());
    await Promise.all(clients.map((client) => client.connect()));
    const view = await app.client().visit("/counter");
    assert.equal((await view.click("inc")).status, "ok");
  });

  it("of frames on unknown topics leaves no memory behind", async (t) => {
    const app = await sampleAppFor(t);
    const view = await app.client().visit("/counter");
    const before = process.memoryUsage().heapUsed;
    for (let round = 0; round < 20; round++) {
      for (let n = 0; n < 1_000; n++) view.socket.send(null, "x", `lv:${"x".repeat(200)}${n}`, "event", {});
      await view.socket.heartbeat();
      view.socket.forget();
    }
    const grown = process.memoryUsage().heapUsed - before;
    t.diagnostic(`${(grown / MIB).toFixed(1)} MiB more, garbage included`);
    assert.ok(grown < 64 * MIB);
  });
});
