import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { manualClock } from "livegate/clock";
import { csrfTokenOf, textOf } from "./wire/page.ts";
import { messages } from "./sample-app/room-live.ts";
import { sampleAppFor } from "./sample-app/sample-app.ts";

const refusalOf = (answer: { response: Record<string, any> }) => answer.response["diff"]?.e?.[0]?.[1];

// Protocol 9.3: each limit ends in a clear answer to one client, and nobody else notices.
describe("a limit", () => {
  it("of 64 KiB for an event that is no form: refused, acknowledged, alive", async (t) => {
    const app = await sampleAppFor(t);
    const view = await app.client().visit("/counter");
    assert.equal((await view.click("echo", "x".repeat(60_000))).status, "ok");
    const length = textOf(view.html, "echoed")?.length;
    assert.deepEqual(refusalOf(await view.click("echo", "y".repeat(66_000))), { event: "echo", reason: "too_large" });
    assert.deepEqual(refusalOf(await view.click("echo", "ü".repeat(33_000))), { event: "echo", reason: "too_large" });
    assert.equal(textOf(view.html, "echoed")?.length, length);
  });

  it("of 256 KiB for a decoded form: refused, acknowledged, alive", async (t) => {
    const app = await sampleAppFor(t);
    const view = await app.client().visit("/form");
    const { response } = await view.submit("raw", `text=${"x".repeat(200_000)}`);
    assert.ok(JSON.stringify(response).length > 200_000);
    const escaped = await view.submit("raw", `text=${"%C3%BC".repeat(100_000)}`);
    assert.ok(JSON.stringify(escaped.response).length > 100_000);
    const refused = await view.submit("raw", `text=${"x".repeat(263_000)}`);
    assert.deepEqual(refusalOf(refused), { event: "raw", reason: "too_large" });
    assert.equal((await view.submit("raw", "a=1")).status, "ok");
  });

  it("of 128 KiB for a join: refused, and the connection lives", async (t) => {
    const app = await sampleAppFor(t);
    const client = app.client();
    const page = await client.get("/counter");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const answer = await client.tryJoin(socket, page, { params: { extra: "x".repeat(140_000) } });
    assert.deepEqual(answer, { status: "error", response: { reason: "too large" } });
    assert.equal((await client.tryJoin(socket, page)).status, "ok");
  });

  it("of 120 events a second with a burst: the rest is refused in order, and time heals it", async (t) => {
    const clock = manualClock();
    const app = await sampleAppFor(t, { clock });
    const [view, other] = [await app.client().visit("/counter"), await app.client().visit("/counter")];
    const refs = Array.from({ length: 300 }, () => view.sendClick("inc"));
    const reasons = [];
    for (const ref of refs) reasons.push(refusalOf(await view.answer(ref))?.reason);
    assert.deepEqual(reasons, [...Array(240).fill(undefined), ...Array(60).fill("rate")]);
    assert.equal(textOf(view.html, "count"), "240");
    assert.equal((await other.click("inc")).response["diff"].e, undefined);

    clock.advance(1_000);
    const later = Array.from({ length: 130 }, () => view.sendClick("inc"));
    for (const ref of later) await view.answer(ref);
    assert.equal(textOf(view.html, "count"), "360");
  });

  it("of events, met by a hook, rejects its promise", async (t) => {
    const app = await sampleAppFor(t, { clock: manualClock(), limits: { eventBurst: 1 } });
    const view = await app.client().visit("/counter");
    await view.click("inc");
    assert.deepEqual(await view.hook("inc"), { status: "error", response: { reason: "rate" } });
  });

  it("of messages that wait for one view: that view crashes, and joins again", async (t) => {
    const app = await sampleAppFor(t, { limits: { mailboxLength: 10 } });
    const client = app.client();
    const page = await client.get("/rooms/full");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const [view, other] = [await client.join(socket, page), await client.visit("/counter")];
    const reached = app.probe.shut("message");
    app.pubsub.broadcast(messages("full"), { text: "wait" });
    await reached;
    for (let n = 0; n < 11; n++) app.pubsub.broadcast(messages("full"), { text: `m${n}` });
    await view.message("phx_error");
    assert.ok(app.app.counters.value("mailbox_full") >= 1);
    assert.equal((await other.click("inc")).status, "ok");
    app.probe.open("message");
    assert.equal(textOf((await client.join(socket, page)).html, "heard"), "");
  });

  it("of 10 s for a join: answered with an error, and what mount made late is thrown away", async (t) => {
    const clock = manualClock();
    const app = await sampleAppFor(t, { clock });
    const client = app.client();
    const page = await client.get("/rooms/late");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const reached = app.probe.shut("room");
    const joining = client.tryJoin(socket, page);
    await reached;
    clock.advance(9_999);
    await socket.heartbeat();
    assert.equal(app.pubsub.size, 1);
    clock.advance(1);
    assert.deepEqual(await joining, { status: "error", response: { reason: "timeout" } });
    assert.equal(app.pubsub.size, 0);
    app.probe.open("room");
    assert.equal((await client.join(socket, page)).joined["rendered"] !== undefined, true);
    assert.equal(socket.log.filter((frame) => frame[3] === "phx_reply").length, 3);
    assert.equal(app.pubsub.size, 1);
  });

  it("of joins a second on one connection: refused, and time heals it", async (t) => {
    const clock = manualClock();
    const app = await sampleAppFor(t, { clock, limits: { joinBurst: 3, joinsPerSecond: 1 } });
    const client = app.client();
    const page = await client.get("/counter");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    for (let n = 0; n < 3; n++) assert.equal((await client.tryJoin(socket, page)).status, "ok");
    assert.deepEqual(await client.tryJoin(socket, page), { status: "error", response: { reason: "rate" } });
    clock.advance(1_000);
    assert.equal((await client.tryJoin(socket, page)).status, "ok");
  });

  it("of 60 s without a frame: the connection is cut, and one with a heartbeat isn't", async (t) => {
    const clock = manualClock();
    const app = await sampleAppFor(t, { clock });
    const [silent, alive] = [await app.client().visit("/rooms/quiet"), await app.client().visit("/counter")];
    for (let second = 0; second < 65; second += 5) {
      clock.advance(5_000);
      await alive.socket.heartbeat();
    }
    assert.equal((await silent.socket.closed()).code, 1006);
    assert.equal((await alive.click("inc")).status, "ok");
    assert.equal(app.app.counters.value("silent_connection"), 1);
    while (app.pubsub.size > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  it("of bytes that wait for a client which doesn't read: cut at once when it asks for more", async (t) => {
    const app = await sampleAppFor(t, { limits: { queuedBytesAtMost: 1024 * 1024 } });
    const [greedy, other] = [await app.client().visit("/rooms/greedy"), await app.client().visit("/counter")];
    greedy.socket.pause();
    for (let n = 0; n < 60; n++) app.pubsub.broadcast(messages("greedy"), { text: "x".repeat(20_000) });
    while (app.pubsub.size > 0) {
      greedy.sendClick("nothing");
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(app.app.counters.value("slow_reader"), 1);
    assert.equal((await other.click("inc")).status, "ok");
  });

  it("of a page's size: the 500 page, and the others are served", async (t) => {
    const app = await sampleAppFor(t, { limits: { pageLength: 1_000 } });
    const client = app.client();
    assert.equal((await client.get("/counter?tab=" + "x".repeat(900))).status, 500);
    assert.equal((await client.get("/plain")).status, 200);
    assert.equal(app.app.counters.value("page_too_large"), 1);
  });

  it("of nesting and keys in a query: a 400 or 404 page, never a failure", async (t) => {
    const app = await sampleAppFor(t);
    const client = app.client();
    const queries = [`a${"[b]".repeat(20)}=1`, Array.from({ length: 1_001 }, (_, n) => `k${n}`).join("&")];
    for (const query of queries) {
      const { status } = await client.get(`/counter?${query}`);
      assert.ok(status >= 400 && status < 500, `${status}`);
    }
    const view = await client.visit("/counter");
    for (const query of queries) {
      const { status } = await view.patch(`https://shop.test/counter?${query}`);
      assert.equal(status, "ok");
    }
  });
});

describe("a server that stops", () => {
  it("closes its sockets with 1012, so that clients come back", async (t) => {
    const app = await sampleAppFor(t);
    const view = await app.client().visit("/rooms/end");
    await app.app.stop();
    assert.equal((await view.socket.closed()).code, 1012);
  });
});
