import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { containerOf, csrfTokenOf, textOf } from "./client/page.ts";
import { type SampleApp, startSampleApp } from "./sample-app/sample-app.ts";

// Protocol 2.2: text frames, and the rules of a connection.
describe("frames on one connection", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp({ limits: { channelsPerConnection: 4 } });
  });
  after(() => app.stop());

  const opened = async () => {
    const client = app.client();
    const page = await client.get("/counter");
    return { client, page, socket: await client.connect({ csrfToken: csrfTokenOf(page) }) };
  };

  it("a heartbeat is answered with its own reference", async () => {
    const { socket } = await opened();
    socket.send(null, "31", "phoenix", "heartbeat", {});
    await socket.take((frame) => frame[3] === "phx_reply");
    assert.deepEqual(socket.log, [[null, "31", "phoenix", "phx_reply", { status: "ok", response: {} }]]);
  });

  it("a join, a push and a leave are answered in the protocol's forms", async () => {
    const { client, page, socket } = await opened();
    const topic = `lv:${containerOf(page).id}`;
    socket.send("4", "4", topic, "phx_join", client.joinPayload(page));
    const joined = await socket.take((frame) => frame[1] === "4");
    assert.deepEqual([joined.slice(0, 4), joined[4]["status"]], [["4", "4", topic, "phx_reply"], "ok"]);

    socket.send("4", "9", topic, "event", { type: "click", event: "inc", value: {} });
    assert.equal((await socket.take((frame) => frame[1] === "9"))[0], "4");

    socket.send("4", "12", topic, "phx_leave", {});
    await socket.take((frame) => frame[1] === "12");
    assert.deepEqual(socket.log.slice(-2), [
      ["4", "4", topic, "phx_close", {}],
      ["4", "12", topic, "phx_reply", { status: "ok", response: {} }],
    ]);
  });

  it("references are echoed as the identical string, whatever they look like", async () => {
    const { client, page, socket } = await opened();
    const topic = `lv:${containerOf(page).id}`;
    for (const ref of ["007", "1e3", 'a"b\\c', "ünï", ""]) {
      socket.send(ref, ref, topic, "phx_join", client.joinPayload(page));
      const joined = await socket.take((frame) => frame[3] === "phx_reply" && frame[1] === ref);
      assert.equal(joined[0], ref);
      socket.send(ref, `${ref}-2`, topic, "phx_leave", {});
      assert.equal((await socket.take((frame) => frame[1] === `${ref}-2`))[0], ref);
    }
  });

  it("every message of a channel carries the reference of its join", async () => {
    const client = app.client();
    const view = await client.visit("/rooms/blue");
    await view.push("event", { type: "click", event: "move", value: { room: "red" } });
    app.pubsub.broadcast({ name: "messages:red", parse: (message) => message }, { text: "hello" });
    await view.message("diff");
    await view.leave();
    const ofView = view.socket.log.filter((frame) => frame[2] === view.topic);
    assert.ok(ofView.length >= 5);
    assert.deepEqual(new Set(ofView.map(([joinRef]) => joinRef)), new Set([view.joinRef]));
    assert.ok(ofView.filter((frame) => ["diff", "live_patch"].includes(frame[3])).every(([, ref]) => ref === null));
  });

  it("a join of a joined topic closes the former channel and opens another", async () => {
    const { client, page, socket } = await opened();
    const first = await client.join(socket, page);
    await first.click("inc");
    const second = await client.join(socket, page);
    const closed = socket.log.find((frame) => frame[3] === "phx_close");
    assert.deepEqual(closed, [first.joinRef, first.joinRef, first.topic, "phx_close", {}]);
    assert.equal(textOf(second.html, "count"), "0");
    assert.equal((await second.click("inc")).status, "ok");
    assert.equal(textOf(second.html, "count"), "1");
  });

  it("a leave of an unknown topic is answered ok, as the pages that unload expect", async () => {
    const { socket } = await opened();
    assert.deepEqual(await socket.ask(null, "lv:", "phx_leave", {}), { status: "ok", response: {} });
    assert.deepEqual(await socket.ask("8", "lv:gone", "phx_leave", {}), { status: "ok", response: {} });
  });

  it("anything else on an unknown topic is answered with an error", async () => {
    const { socket } = await opened();
    const unmatched = { status: "error", response: { reason: "unmatched topic" } };
    assert.deepEqual(await socket.ask("4", "lv:nowhere", "event", { event: "inc" }), unmatched);
    assert.deepEqual(await socket.ask("4", "room:1", "phx_join", {}), unmatched);
    assert.deepEqual(await socket.ask("4", "phoenix", "anything", {}), unmatched);
    assert.deepEqual(await socket.ask("4", "__proto__", "event", {}), unmatched);
  });

  it("a push of a former join is ignored without an answer", async () => {
    const { client, page, socket } = await opened();
    const former = await client.join(socket, page);
    const view = await client.join(socket, page);
    const ref = former.sendClick("inc");
    for (const joinRef of ["999", null]) socket.send(joinRef, `to-${joinRef}`, view.topic, "event", { event: "inc" });
    await view.click("nothing");
    assert.equal(textOf(view.html, "count"), "0");
    assert.ok(!socket.log.some((frame) => frame[1] === ref || frame[1]?.startsWith("to-")));
  });

  it("a leave of a former join leaves the present one alone", async () => {
    const { client, page, socket } = await opened();
    const former = await client.join(socket, page);
    const view = await client.join(socket, page);
    former.send("phx_leave", {});
    assert.equal((await view.click("inc")).status, "ok");
  });

  it("a channel that was left knows no event", async () => {
    const { client, page, socket } = await opened();
    const view = await client.join(socket, page);
    await view.leave();
    assert.deepEqual(await view.click("inc"), { status: "error", response: { reason: "unmatched topic" } });
  });

  it("more channels than the limit are refused, and one is free again after a leave", async () => {
    const { client, page, socket } = await opened();
    const others = await Promise.all([1, 2, 3].map(() => client.get("/counter")));
    const first = await client.join(socket, page);
    for (const other of others) await client.join(socket, other);
    const last = await client.get("/counter");
    const refused = { status: "error", response: { reason: "too many channels joined" } };
    assert.deepEqual(await client.tryJoin(socket, last), refused);
    assert.equal((await first.click("inc")).status, "ok");
    await first.leave();
    assert.equal((await client.tryJoin(socket, last)).status, "ok");
  });

  it("several views on one connection keep their own state", async () => {
    const { client, page, socket } = await opened();
    const [one, two] = [
      await client.join(socket, page),
      await client.join(socket, await client.get("/counter?step=5")),
    ];
    await Promise.all([one.click("inc"), two.click("inc"), one.click("inc")]);
    assert.deepEqual([textOf(one.html, "count"), textOf(two.html, "count")], ["2", "5"]);
  });

  it("an event that the protocol doesn't know is refused in the channel, which lives on", async () => {
    const { client, page, socket } = await opened();
    const view = await client.join(socket, page);
    const refused = { diff: { e: [["lg:refused", { event: "teleport", reason: "unknown_event" }]] } };
    assert.deepEqual(await view.push("teleport", {}), { status: "ok", response: refused });
    assert.equal((await view.click("inc")).status, "ok");
  });

  it("components that are gone are answered: none was destroyed", async () => {
    const { client, page, socket } = await opened();
    const view = await client.join(socket, page);
    assert.deepEqual(await view.push("cids_will_destroy", { cids: [4] }), { status: "ok", response: {} });
    assert.equal((await view.push("cids_destroyed", { cids: [4] })).status, "ok");
    assert.deepEqual(await view.push("event", { type: "click", event: "inc", value: {}, cid: 4 }), {
      status: "ok",
      response: {},
    });
    assert.equal(textOf(view.html, "count"), "0");
  });

  it("the end of a connection ends all its views", async () => {
    const client = app.client();
    const subscriptions = app.pubsub.size;
    const view = await client.visit("/rooms/green");
    assert.equal(app.pubsub.size, subscriptions + 1);
    await view.socket.close();
    await settled(() => app.pubsub.size === subscriptions);
  });
});

/** Waits until the server has seen what the client did, turn by turn of the event loop. */
async function settled(is: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!is()) {
    assert.ok(Date.now() < deadline, `not so within 5 s: ${is}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
