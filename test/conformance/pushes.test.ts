import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { JoinedView } from "./client/joined-view.ts";
import { textOf } from "./client/page.ts";
import { messages } from "./sample-app/room-live.ts";
import { type SampleApp, startSampleApp } from "./sample-app/sample-app.ts";

/** What came since the join: event and payload, the reply's response for a reply. */
const since = (view: JoinedView) =>
  view.socket.log
    .slice(1)
    .filter((frame) => frame[2] === view.topic)
    .map(([, ref, , event, payload]) => [event, ref, event === "phx_reply" ? payload["response"] : payload] as const);

// Protocol 6: the forms of replies and pushes, and their order.
describe("a turn that an event began", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  it("and that patches pushes the patch before the reply with the whole diff", async () => {
    const view = await app.client().visit("/trip");
    const ref = view.sendClick("go", { verb: "pushPatch", to: "trip", stop: "there", shout: "hi", flash: "Patched." });
    const { response } = await view.answer(ref);
    assert.deepEqual(since(view), [
      ["live_patch", null, { kind: "push", to: "/trip?stop=there" }],
      ["phx_reply", ref, response],
    ]);
    assert.deepEqual(response["diff"].e, [["shouted", { text: "hi" }]]);
    assert.deepEqual([textOf(view.html, "stop"), textOf(view.html, "info")], ["there", "Patched."]);
  });

  it("and that replaces says so", async () => {
    const view = await app.client().visit("/trip");
    await view.click("go", { verb: "pushPatch", to: "trip", replace: true });
    assert.deepEqual(since(view)[0], ["live_patch", null, { kind: "replace", to: "/trip?stop=there" }]);
  });

  it("and that patches on from handleParams tells the page the last place alone", async () => {
    const view = await app.client().visit("/trip");
    await view.click("go", { verb: "pushPatch", to: "trip", stop: "via" });
    const patches = since(view).filter(([event]) => event === "live_patch");
    assert.deepEqual(patches, [["live_patch", null, { kind: "push", to: "/trip?stop=end" }]]);
    assert.deepEqual([textOf(view.html, "stop"), textOf(view.html, "visited")], ["end", "3"]);
  });

  it("and that asks for two navigations carries out the last", async () => {
    const view = await app.client().visit("/trip");
    await view.click("last");
    const patches = since(view).filter(([event]) => event === "live_patch");
    assert.deepEqual(patches, [["live_patch", null, { kind: "replace", to: "/trip?stop=second" }]]);
    assert.equal(textOf(view.html, "visited"), "2");
  });

  it("and that navigates sends its events first, answers with the navigation, and closes the channel", async () => {
    const view = await app.client().visit("/trip");
    const ref = view.sendClick("go", { verb: "pushNavigate", to: "counter", shout: "bye" });
    await view.message("phx_close");
    assert.deepEqual(since(view), [
      ["diff", null, { e: [["shouted", { text: "bye" }]] }],
      ["phx_reply", ref, { live_redirect: { to: "/counter", kind: "push" } }],
      ["phx_close", view.joinRef, {}],
    ]);
    assert.deepEqual((await view.click("last")).response, { reason: "unmatched topic" });
  });

  it("and that redirects answers with the redirect and closes the channel", async () => {
    const view = await app.client().visit("/trip");
    const ref = view.sendClick("go", { verb: "redirect", to: "plain" });
    await view.message("phx_close");
    assert.deepEqual(since(view), [
      ["phx_reply", ref, { redirect: { to: "/plain", status: 302 } }],
      ["phx_close", view.joinRef, {}],
    ]);
  });

  it("and that redirects elsewhere gives the full URL, of a harmless scheme only", async () => {
    const away = await app.client().visit("/trip");
    const { response } = await away.click("abroad", { url: "https://example.org/x?y" });
    assert.deepEqual(response, { redirect: { to: "https://example.org/x?y", status: 302 } });
    for (const url of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"]) {
      const view = await app.client().visit("/trip");
      view.sendClick("abroad", { url });
      await view.message("phx_error");
    }
  });

  it("and that patches to another view crashes, for that is a programmer's mistake", async () => {
    for (const to of ["counter", "aside", "membersTrip", "plain"]) {
      const view = await app.client().visit("/trip");
      view.sendClick("go", { verb: "pushPatch", to });
      await view.message("phx_error");
    }
    assert.match(app.logged.join("\n"), /LG_PATCH_TARGET/);
  });

  it("and that patches without end crashes after twenty", async () => {
    const view = await app.client().visit("/trip");
    view.sendClick("go", { verb: "pushPatch", to: "trip", stop: "round" });
    await view.message("phx_error");
    assert.match(app.logged.join("\n"), /LG_PATCH_LOOP/);
  });
});

describe("a turn that the server began", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  it("and that patches pushes the patch, then the diff", async () => {
    const view = await app.client().visit("/rooms/a");
    app.pubsub.broadcast(messages("a"), { text: "patch" });
    await view.message("diff");
    assert.deepEqual(
      since(view).map(([event, ref]) => [event, ref]),
      [
        ["live_patch", null],
        ["diff", null],
      ],
    );
    assert.deepEqual(since(view)[0]?.[2], { kind: "push", to: "/rooms/next" });
    assert.equal(textOf(view.html, "room"), "next");
  });

  it("and that navigates pushes the navigation with its flash, then closes", async () => {
    const view = await app.client().visit("/rooms/b");
    app.pubsub.broadcast(messages("b"), { text: "leave" });
    await view.message("phx_close");
    const [[event, ref, payload], ...rest] = since(view) as [readonly [string, string | null, any], ...unknown[]];
    assert.deepEqual([event, ref, payload.to, payload.kind], ["live_redirect", null, "/counter", "push"]);
    assert.match(payload.flash, /^[\w.-]+$/);
    assert.deepEqual(rest, [["phx_close", view.joinRef, {}]]);
  });

  it("and that redirects pushes its events, then the redirect, then closes", async () => {
    const view = await app.client().visit("/rooms/c");
    app.pubsub.broadcast(messages("c"), { text: "away" });
    await view.message("phx_close");
    assert.deepEqual(since(view), [
      ["diff", null, { e: [["leaving", {}]] }],
      ["redirect", null, { to: "/plain", status: 302 }],
      ["phx_close", view.joinRef, {}],
    ]);
  });

  it("reaches every listener in the order of the broadcasts", async () => {
    const views = await Promise.all([1, 2, 3].map(() => app.client().visit("/rooms/d")));
    const texts = Array.from({ length: 20 }, (_, at) => `m${at}`);
    for (const text of texts) app.pubsub.broadcast(messages("d"), { text });
    for (const view of views) {
      for (const _ of texts) await view.message("diff");
      assert.equal(textOf(view.html, "heard"), texts.join(","));
    }
  });
});
