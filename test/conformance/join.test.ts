import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { containerOf, csrfTokenOf, textOf } from "./client/page.ts";
import { type SampleApp, startSampleApp } from "./sample-app/sample-app.ts";

// Protocol 3.1 to 3.3: what a join asks for, and its success.
describe("a join", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  it("answers with the whole tree, the title and the version of the client it speaks to", async () => {
    const { joined } = await app.client().visit("/counter?step=3");
    assert.deepEqual(Object.keys(joined).toSorted(), ["liveview_version", "rendered"]);
    assert.equal(joined["liveview_version"], "1.2.12");
    assert.equal(joined["rendered"].t, "Counter 0");
    assert.equal("r" in joined["rendered"], false);
  });

  it("renders what the page had shown, printed by the same rules", async () => {
    for (const path of ["/counter?step=3", "/list", "/form", "/trip?stop=x", "/typed/7"]) {
      const client = app.client();
      const page = await client.get(path);
      const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
      const { html } = await client.join(socket, page);
      assert.ok(containerOf(page).inner.startsWith(html), path);
    }
  });

  it("runs guards, hooks, subscriptions, mount, handleParams and render once, in this order", async () => {
    const client = app.client();
    const page = await client.get("/counter?step=2");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    app.probe.takeNotes();
    await client.join(socket, page);
    assert.deepEqual(app.probe.takeNotes(), [
      "guard socket",
      "hook of the session",
      "subscribe",
      "mount socket",
      "handleParams 2",
      "render",
    ]);
  });

  it("takes params from the query and the path, the path's first", async () => {
    const view = await app.client().visit("/typed/7?id=9&page=3");
    assert.deepEqual([textOf(view.html, "id"), textOf(view.html, "page")], ["7", "3"]);
  });

  it("reads the params of the URL that it names, not of the page's first", async () => {
    const view = await app.client().visit("/counter", { url: "https://shop.test/counter?step=8" });
    assert.equal(textOf(view.html, "step"), "8");
  });

  it("says where handleParams patched to, for the page's history", async () => {
    const view = await app.client().visit("/trip", { url: "https://shop.test/trip?stop=via" });
    assert.deepEqual(view.joined["live_patch"], { kind: "push", to: "/trip?stop=end" });
    assert.equal(textOf(view.html, "stop"), "end");
  });

  it("says the container of a view that live navigation opened, and of no other", async () => {
    const client = app.client();
    const view = await client.visit("/counter", { redirect: "https://shop.test/trip?stop=x" });
    assert.equal(textOf(view.html, "stop"), "x");
    assert.deepEqual(view.joined["container"], ["div", {}]);
  });

  it("by live navigation mounts the route's view, whatever view the tokens name", async () => {
    const client = app.client();
    const page = await client.get("/counter");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const rejoins = [{ _mounts: 0 }, { _mounts: 1 }, { _mounts: 7, _mount_attempts: 2 }];
    for (const params of rejoins) {
      const view = await client.join(socket, page, { redirect: "https://shop.test/list", params });
      assert.equal(textOf(view.html, "count"), "2");
    }
  });

  it("shows the page's flash again at the first mount only", async () => {
    const client = app.client();
    await client.get("/trip?stop=via");
    const page = await client.get("/trip?stop=end");
    assert.equal(textOf(page.body, "info"), "Via.");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    assert.equal(textOf((await client.join(socket, page)).html, "info"), "Via.");
    assert.equal(textOf((await client.join(socket, page, { params: { _mounts: 1 } })).html, "info"), "");
    const navigated = await client.join(socket, page, { redirect: page.url });
    assert.equal(textOf(navigated.html, "info"), "");
  });

  it("takes a flash token in place of the page's, and none that is forged", async () => {
    const client = app.client();
    const view = await client.visit("/trip");
    const { response } = await view.click("go", { verb: "pushNavigate", to: "counter", flash: "Carried." });
    const { flash } = response["live_redirect"];
    const next = await client.visit("/trip", { redirect: "https://shop.test/counter", flash });
    assert.equal(textOf(next.html, "info"), "Carried.");
    const forged = await client.visit("/trip", { redirect: "https://shop.test/counter", flash: `${flash}x` });
    assert.equal(textOf(forged.html, "info"), "");
  });

  it("works again and again with the tokens of one page", async () => {
    const client = app.client();
    const page = await client.get("/counter");
    for (let mounts = 0; mounts < 5; mounts++) {
      const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
      const view = await client.join(socket, page, { params: { _mounts: mounts } });
      await view.click("inc");
      await socket.close();
    }
  });

  it("works with the tokens of a server that was replaced by one with the same secret", async () => {
    const client = app.client();
    const page = await client.get("/counter");
    const successor = await startSampleApp();
    try {
      const moved = successor.client();
      for (const [name, value] of client.cookies) moved.cookies.set(name, value);
      const socket = await moved.connect({ csrfToken: csrfTokenOf(page) });
      assert.equal((await moved.tryJoin(socket, page)).status, "ok");
    } finally {
      await successor.stop();
    }
  });
});
