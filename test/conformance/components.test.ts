import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type SampleApp, startSampleApp } from "./sample-app/sample-app.ts";
import type { JoinedView } from "./wire/joined-view.ts";
import { containerOf, textOf } from "./wire/page.ts";

// Protocol 4.6: components in trees and diffs, and how they leave. `WireTree` merges strictly by these rules.
describe("live components on the wire", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  const visit = (): Promise<JoinedView> => app.client().visit("/components");
  const componentsOf = (tree: Readonly<Record<string, any>>) => tree["c"] as Readonly<Record<string, any>>;
  const joinedComponents = (view: JoinedView) => componentsOf(view.joined["rendered"]);
  const diffOf = async (answer: Promise<{ response: Readonly<Record<string, any>> }>) =>
    (await answer).response["diff"];

  it("are printed whole over HTTP, without the attributes that are the client's", async () => {
    const page = await app.client().get("/components");
    assert.match(
      containerOf(page).inner,
      /<section id="branch-a"><b id="leaf-of-a" phx-click="inc" phx-target="\d+">0<\/b>/,
    );
    assert.doesNotMatch(page.body, /data-phx-(?:component|view|id)|<!--/);
  });

  it("are numbers from 1 on, and entries of c that are one element each", async () => {
    const view = await visit();
    assert.deepEqual(Object.keys(joinedComponents(view)), ["1", "2", "3", "4", "5"]);
    for (const entry of Object.values(joinedComponents(view)))
      assert.ok(entry["r"] === 1 || Number.isInteger(entry["s"]));
    assert.match(view.html, /<li><section id="branch-a"><b id="leaf-of-a" [^>]+>0<\/b><\/section><\/li>/);
  });

  it("share the statics of their kind: of this message, later of the page", async () => {
    const view = await visit();
    const shared = Object.values(joinedComponents(view)).filter(({ s }) => s > 0);
    assert.equal(shared.length, 3, "all but the first of each of two kinds");
    const diff = await diffOf(view.click("show", { ids: ["a", "b", "c"] }));
    assert.deepEqual(
      Object.values(componentsOf(diff)).map(({ s }) => s < 0),
      [true, true],
    );
    assert.match(view.html, /leaf-of-c/);
  });

  it("are changed alone by their own events", async () => {
    const view = await visit();
    assert.deepEqual(await diffOf(view.clickIn(1, "inc")), { c: { 1: { 2: "1" } } });
    const grown = await diffOf(view.clickIn(1, "inc"));
    assert.deepEqual(Object.keys(grown), ["c"]);
    assert.equal(textOf(view.html, "top")?.includes("2<i>many</i>"), true);
  });

  it("are neither printed nor numbered again where a render changes nothing of them", async () => {
    const view = await visit();
    assert.deepEqual(await view.click("show", { ids: ["a", "b"] }), { status: "ok", response: {} });
    const moved = await diffOf(view.click("show", { ids: ["b", "a"] }));
    assert.equal(moved["c"], undefined);
    assert.deepEqual(Object.keys(moved).length, 1);
  });

  it("have their numbers sent again with new props, so that no element around them is skipped", async () => {
    const view = await visit();
    const diff = await diffOf(view.click("show", { ids: ["a", "b"], text: "!" }));
    assert.match(JSON.stringify(diff), /"k":\{"0":\{"0":2\},"1":\{"0":3\},"kc":2\}/);
    assert.match(view.html, /<section id="branch-b">!<b [^>]+>0!<\/b>/);
  });

  it("are updated from a handler by a message of their own", async () => {
    const view = await visit();
    assert.deepEqual((await view.click("send", { id: "b", text: "?" })).response, {});
    const pushed = await view.socket.take((frame) => frame[3] === "diff");
    view.tree.merge(pushed[4]);
    assert.deepEqual(Object.keys(pushed[4]), ["c"]);
    assert.match(view.html, /<section id="branch-b">\?<b [^>]+>0\?<\/b>/);
  });

  it("go ahead of the patch that they ask for", async () => {
    const view = await visit();
    const ref = view.send("event", { type: "click", event: "turn", value: {}, cid: 2 });
    const ahead = await view.socket.take((frame) => frame[3] === "diff");
    assert.deepEqual([ahead[1], Object.keys(ahead[4])], [null, ["c"]]);
    view.tree.merge(ahead[4]);
    assert.equal((await view.answer(ref)).response["diff"]["c"], undefined);
    assert.match(view.html, /<p id="page">2<\/p>/);
  });

  describe("that have left the page", () => {
    const left = async () => {
      const view = await visit();
      await view.clickIn(5, "inc");
      await view.click("show", { ids: ["a"] });
      return view;
    };

    it("are forgotten in two steps, and come back under other numbers", async () => {
      const view = await left();
      assert.deepEqual((await view.push("cids_will_destroy", { cids: [3, 5] })).response, {});
      assert.deepEqual((await view.push("cids_destroyed", { cids: [3, 5] })).response, { cids: [3, 5] });
      view.tree.prune([3, 5]);
      assert.deepEqual((await view.clickIn(5, "inc")).response, {});
      const diff = await diffOf(view.click("show", { ids: ["a", "b"] }));
      assert.deepEqual(Object.keys(componentsOf(diff)), ["6", "7"]);
      assert.match(view.html, /<b id="leaf-of-b"[^>]+>0<\/b>/);
    });

    it("stay if they come back in between, and are sent whole with what is inside them", async () => {
      const view = await left();
      await view.push("cids_will_destroy", { cids: [3, 5] });
      const diff = await diffOf(view.click("show", { ids: ["a", "b"] }));
      assert.deepEqual(
        Object.entries(componentsOf(diff)).map(([cid, { s }]) => [cid, s < 0]),
        [
          ["3", true],
          ["5", true],
        ],
      );
      assert.deepEqual((await view.push("cids_destroyed", { cids: [3, 5] })).response, { cids: [] });
      assert.match(view.html, /<b id="leaf-of-b"[^>]+>1<\/b>/);
    });

    it("may have events on their way, which are answered in order, and the page goes on", async () => {
      const view = await visit();
      const click = { type: "click", event: "inc", value: {}, cid: 5 };
      const refs = [
        view.send("event", click),
        view.sendClick("show", { ids: ["a"] }),
        view.send("event", click),
        view.send("cids_will_destroy", { cids: [3, 5] }),
        view.send("event", click),
        view.send("cids_destroyed", { cids: [3, 5] }),
        view.send("event", click),
      ];
      const answers = [];
      for (const ref of refs) answers.push((await view.socket.reply(ref)).response);
      assert.deepEqual(answers.slice(-2), [{ cids: [3, 5] }, {}]);
      assert.deepEqual(await diffOf(view.clickIn(1, "inc")), { c: { 1: { 2: "1" } } });
    });

    it("may be at work on an event, which is done and answered before they go, and the page goes on", async (t) => {
      const view = await visit();
      const reached = app.probe.shut("branch");
      t.after(() => app.probe.open("branch"));
      const refs = [
        view.send("event", { type: "click", event: "wait", value: {}, cid: 3 }),
        view.sendClick("show", { ids: ["a"] }),
        view.send("cids_will_destroy", { cids: [3, 5] }),
        view.send("cids_destroyed", { cids: [3, 5] }),
        view.send("event", { type: "hook", event: "wait", value: {}, cid: 3 }),
      ];
      await reached;
      const others = await visit();
      assert.deepEqual(await diffOf(others.clickIn(1, "inc")), { c: { 1: { 2: "1" } } });
      assert.deepEqual(view.socket.untaken(view.topic), [], "its view waits for it");
      app.probe.open("branch");
      const answers = [];
      for (const ref of refs) answers.push(await view.answer(ref));
      assert.deepEqual(Object.keys(answers[0]?.response["diff"].c), ["3"]);
      assert.doesNotMatch(view.html, /branch-b/);
      assert.deepEqual(answers[3]?.response, { cids: [3, 5] });
      assert.deepEqual(answers[4], { status: "error", response: { reason: "gone" } });
      assert.ok(app.logged.some((line) => line.includes("event refused") && line.includes('"gone"')));
      assert.deepEqual(await diffOf(view.clickIn(1, "inc")), { c: { 1: { 2: "1" } } });
    });

    it("only go if the page has said so before, whatever it claims", async () => {
      const view = await visit();
      assert.deepEqual((await view.push("cids_destroyed", { cids: [1, 2, 99] })).response, { cids: [] });
      assert.deepEqual(await diffOf(view.clickIn(1, "inc")), { c: { 1: { 2: "1" } } });
    });
  });

  it("refuse what they don't declare, and end the view when they fail", async () => {
    const view = await visit();
    const refused = { e: [["lg:refused", { event: "open", reason: "unknown_event" }]] };
    assert.deepEqual(await diffOf(view.clickIn(1, "open", { open: true })), refused);
    assert.deepEqual((await diffOf(view.clickIn(2, "open", { open: "yes" })))["e"][0][1].reason, "invalid_payload");
    view.send("event", { type: "click", event: "boom", value: {}, cid: 2 });
    const crash = await view.socket.take((frame) => frame[3] === "phx_error");
    assert.equal(crash[2], view.topic);
  });
});
