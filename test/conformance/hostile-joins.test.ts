import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { containerOf, csrfTokenOf } from "./wire/page.ts";
import { type SampleApp, startSampleApp } from "./sample-app/sample-app.ts";

let app: SampleApp;
before(async () => {
  app = await startSampleApp();
});
after(() => app.stop());

/** Waits until the server has nothing of these joins under way. */
const quiet = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe("a join at an address that means another host", () => {
  for (const path of ["//evil.test/", "//evil.test/#top", "/\\evil.test/#top", "//evil.test/counter#top"]) {
    it(`is refused without leading there: ${path}`, async () => {
      const client = app.client();
      const page = await client.get("/counter");
      const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
      for (const place of [{ url: app.origin + path }, { redirect: app.origin + path }]) {
        const answer = await client.tryJoin(socket, page, place);
        assert.deepEqual(answer, { status: "error", response: { reason: "unauthorized" } });
      }
      const view = await client.join(socket, page);
      assert.deepEqual((await view.patch(app.origin + path)).response, { link_redirect: true });
    });
  }
});

describe("a thousand joins on one connection", () => {
  it("are each answered, all but a few with a refusal, and the page that is there goes on", async () => {
    const client = app.client();
    const page = await client.get("/stream");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const view = await client.join(socket, page);
    const token = /data-phx-session="([^"]+)" data-phx-static="" data-phx-parent-id/.exec(view.html)?.[1] ?? "";
    const refs = Array.from({ length: 1000 }, (_, at) => {
      const ref = socket.nextRef();
      socket.send(ref, ref, `lv:inner${at === 0 ? "" : at}`, "phx_join", {
        params: {},
        session: token,
        static: null,
        sticky: false,
      });
      return ref;
    });
    const answers = await Promise.all(refs.map((ref) => socket.reply(ref)));
    const reasons = answers.map(({ response }) => String(response["reason"] ?? "joined"));
    const known = new Set(["joined", "join crashed", "rate", "stale", "too many channels joined"]);
    assert.deepEqual(
      reasons.filter((reason) => !known.has(reason)),
      [],
    );
    assert.equal(reasons.filter((reason) => reason === "joined").length, 1);
    assert.match(JSON.stringify((await view.click("rest")).response), /"0":"1"/);
  });
});

describe("a join that is over before it is done", () => {
  it("because the page has left, hears no topic afterwards", async () => {
    const client = app.client();
    const page = await client.get("/rooms/hasty");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const topic = `lv:${containerOf(page).id}`;
    for (let time = 0; time < 20; time += 1) {
      const ref = socket.nextRef();
      socket.send(ref, ref, topic, "phx_join", client.joinPayload(page));
      socket.send(ref, socket.nextRef(), topic, "phx_leave", {});
    }
    await socket.heartbeat();
    await quiet();
    assert.equal(app.pubsub.size, 0);
  });

  it("because another one has taken its topic, hears no topic afterwards", async () => {
    const client = app.client();
    const page = await client.get("/rooms/again");
    const socket = await client.connect({ csrfToken: csrfTokenOf(page) });
    const topic = `lv:${containerOf(page).id}`;
    for (let time = 0; time < 20; time += 1) {
      const ref = socket.nextRef();
      socket.send(ref, ref, topic, "phx_join", client.joinPayload(page));
    }
    await socket.heartbeat();
    await quiet();
    assert.equal(app.pubsub.size, 1);
    await socket.close();
    while (app.pubsub.size > 0) await quiet();
  });
});
