import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { ConformanceClient } from "./conformance-client.ts";
import { type SampleApp, startSampleApp } from "./sample-app/sample-app.ts";
import { JoinedView } from "./wire/joined-view.ts";
import { csrfTokenOf, textOf } from "./wire/page.ts";

// Protocol 1.3 and 8.8: a view that outlives the one that shows it.
describe("a sticky view on the wire", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  const attributesIn = (text: string): string => /<div id="player"([^>]*)>/.exec(text)?.[1] ?? assert.fail(text);
  const tokenIn = (text: string): string => /data-phx-session="([^"]+)"/.exec(attributesIn(text))?.[1] ?? "";

  async function joinPlayer({ socket }: JoinedView, token: string): Promise<JoinedView> {
    const ref = socket.nextRef();
    const payload = { params: { _mounts: 0 }, session: token, static: null, sticky: true };
    socket.send(ref, ref, "lv:player", "phx_join", payload);
    const { status, response } = await socket.reply(ref);
    assert.equal(status, "ok", JSON.stringify(response));
    return new JoinedView(socket, ref, "lv:player", response);
  }

  async function playing(client: ConformanceClient = app.client()) {
    const page = await client.get("/songs/blue");
    const view = await client.join(await client.connect({ csrfToken: csrfTokenOf(page) }), page);
    const player = await joinPlayer(view, tokenIn(view.html));
    await player.click("play");
    return { client, page, view, player };
  }

  it("has a token over HTTP too, with its content, and is nobody's child", async () => {
    const { body } = await app.client().get("/songs/blue");
    const attributes = attributesIn(body);
    assert.match(attributes, /data-phx-session="[^"]+" data-phx-static="[^"]*" data-phx-sticky$/);
    assert.doesNotMatch(attributes, /data-phx-parent-id/);
    assert.match(body, /data-phx-sticky><b>0<\/b><\/div>/);
  });

  it("is empty in what its page has joined, and may join by the token of either", async () => {
    const { page, view, player } = await playing();
    assert.match(view.html, /data-phx-static="" data-phx-sticky><\/div>/);
    await player.leave();
    assert.match((await joinPlayer(view, tokenIn(page.body))).html, /0/);
  });

  it("goes on as it was while its page navigates within the live session", async () => {
    const { client, page, view, player } = await playing();
    await view.leave();
    const next = await client.join(view.socket, page, { redirect: "https://shop.test/songs/river" });
    assert.equal(textOf(next.html, "song"), "River");
    await player.click("play");
    assert.equal(player.html, "<b>2</b>");
  });

  it("crashes alone, and joins again by its token", async () => {
    const { view, player } = await playing();
    player.sendClick("crash");
    await player.message("phx_error");
    await view.socket.heartbeat();
    assert.deepEqual(view.socket.untaken(view.topic), []);
    assert.equal((await joinPlayer(view, tokenIn(view.html))).html, "<b>0</b>");
    assert.equal((await view.patch("https://shop.test/songs/blue")).status, "ok");
  });

  it("isn't let into a page of another live session, nor in by another browser", async () => {
    const { client, player, view } = await playing();
    const token = tokenIn(view.html);
    await player.socket.close();
    const join = async (of: ConformanceClient, path: string) => {
      const { socket } = await of.visit(path);
      const ref = socket.nextRef();
      socket.send(ref, ref, "lv:player", "phx_join", { params: {}, session: token, static: null, sticky: true });
      return (await socket.reply(ref)).response;
    };
    assert.deepEqual(await join(client, "/aside"), { reason: "unauthorized" });
    assert.deepEqual(await join(app.client(), "/songs/blue"), { reason: "stale" });
  });
});
