import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { textOf } from "./client/page.ts";
import { type SampleApp, startSampleApp } from "./sample-app/sample-app.ts";

const refused = (event: string, reason: string) => ({
  status: "ok",
  response: { diff: { e: [["lg:refused", { event, reason }]] } },
});

// Protocol 5.1 and 5.2: events and their values.
describe("an event", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  it("of every type reaches its handler with its value", async () => {
    const view = await app.client().visit("/counter");
    for (const type of [
      "click",
      "keydown",
      "keyup",
      "focus",
      "blur",
      "hook",
      "js",
      "remove",
      "later",
      null,
      undefined,
    ]) {
      await view.push("event", { type, event: "echo", value: { key: "Enter", type } });
      const expected = JSON.stringify({ key: "Enter", type });
      assert.equal(textOf(view.html, "echoed"), expected, String(type));
    }
  });

  it("takes phx-value texts through its schema", async () => {
    const view = await app.client().visit("/counter");
    await view.click("add", { by: "20", value: "" });
    assert.equal(textOf(view.html, "count"), "20");
    await view.click("add", { by: -5 });
    assert.equal(textOf(view.html, "count"), "15");
  });

  it("of a hook takes any JSON", async () => {
    const view = await app.client().visit("/counter");
    for (const value of [[1, [2]], "text", 7, true, { deep: { er: [null] } }]) {
      await view.hook("echo", value);
      assert.equal(textOf(view.html, "echoed"), JSON.stringify(value));
    }
  });

  it("without a payload ignores what comes along", async () => {
    const view = await app.client().visit("/counter");
    await view.click("inc", { by: "7", hostile: "1" });
    assert.equal(textOf(view.html, "count"), "1");
  });

  it("that the view doesn't declare is refused with an acknowledgement, and the view lives", async () => {
    const view = await app.client().visit("/counter");
    assert.deepEqual(await view.click("save"), refused("save", "unknown_event"));
    assert.equal((await view.click("inc")).status, "ok");
  });

  it("whose payload doesn't parse is refused with an acknowledgement, and the view lives", async () => {
    const view = await app.client().visit("/counter");
    for (const value of [{}, { by: "x" }, { by: {} }, { by: 1.5 }, [], "7", null]) {
      assert.deepEqual(await view.click("add", value), refused("add", "invalid_payload"), JSON.stringify(value));
    }
    assert.equal(textOf(view.html, "count"), "0");
  });

  it("of a hook is refused with an error, so that its promise rejects", async () => {
    const view = await app.client().visit("/counter");
    assert.deepEqual(await view.hook("save"), { status: "error", response: { reason: "unknown_event" } });
    assert.deepEqual(await view.hook("add", { by: "x" }), { status: "error", response: { reason: "invalid_payload" } });
    const deep = JSON.parse(`${'{"a":'.repeat(60)}1${"}".repeat(60)}`);
    assert.deepEqual(await view.hook("add", deep), { status: "error", response: { reason: "invalid_payload" } });
  });

  it("that is refused is counted and logged without its payload", async () => {
    const view = await app.client().visit("/counter");
    const counted = app.app.counters.value("event_refused_invalid_payload");
    await view.click("add", { by: "my password" });
    assert.equal(app.app.counters.value("event_refused_invalid_payload"), counted + 1);
    assert.doesNotMatch(app.logged.join("\n"), /my password/);
  });

  it("lv:clear-flash takes away one message or all", async () => {
    const view = await app.client().visit("/counter");
    await view.click("flash", { kind: "info", text: "One" });
    await view.click("flash", { kind: "error", text: "Two" });
    await view.click("lv:clear-flash", { key: "info" });
    assert.deepEqual([textOf(view.html, "info"), textOf(view.html, "error")], ["", "Two"]);
    await view.click("flash", { kind: "info", text: "Three" });
    await view.click("lv:clear-flash", {});
    assert.deepEqual([textOf(view.html, "info"), textOf(view.html, "error")], ["", ""]);
    assert.deepEqual(await view.click("lv:clear-flash", { key: "__proto__" }), { status: "ok", response: {} });
  });

  it("of the client's own names is refused but for lv:clear-flash", async () => {
    const view = await app.client().visit("/counter");
    assert.deepEqual(await view.click("lv:anything"), refused("lv:anything", "unknown_event"));
  });
});
