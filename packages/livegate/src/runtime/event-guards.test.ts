import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import { event } from "../live/event.ts";
import type { Guard } from "../live/guard-step.ts";
import { guard } from "../live/guard.ts";
import { type Halt, halt } from "../live/halt.ts";
import { liveView } from "../live/live-view.ts";
import { rule } from "../live/rule.ts";
import { upload } from "../live/upload.ts";
import { Path } from "../paths/path.ts";
import { liveTestApp, settled } from "./live-test-app.ts";

/** A view of whose events one names a guard; `answer` is what that guard says. */
function guardedApp(guardsOfPage: (own: Guard) => readonly Guard[] = () => []) {
  let answer: Halt | { readonly role: string } = { role: "owner" };
  const asked: string[] = [];
  const seen: string[] = [];
  const requireUser = guard.identity("requireUser", () => (asked.push("requireUser"), { name: "Ada" }));
  const requireRole = guard.lapsing("requireRole", requireUser, () => (asked.push("requireRole"), answer));
  const byRole = rule({
    needs: [],
    load: (context: object) => (seen.push(JSON.stringify(context)), 1),
    allow: () => true,
  });
  const view = liveView({
    uploads: { cover: upload({ accept: "any" }) },
    events: {
      plain: null,
      named: event(null, { guards: [requireRole] }),
      ruled: event(z.unknown(), byRole, { guards: [requireRole] }),
    },
    mount: () => ({ done: "" }),
    handle: {
      plain: (socket) => socket.update("done", (done) => `${done} plain`),
      named: (socket) => socket.update("done", (done) => `${done} named`),
      ruled: (socket) => socket.update("done", (done) => `${done} ruled`),
    },
    render: ({ done, uploads: { cover } }) => html`<p>${done}</p><i>${cover.ref}</i>`,
  });
  const app = liveTestApp([{ path: "/", view, guards: [requireUser, ...guardsOfPage(requireRole)] }]);
  return {
    asked,
    seen,
    say: (next: typeof answer) => void (answer = next),
    async open() {
      const wire = app.connect();
      const page = wire.join("/?tab=1");
      await settled();
      const [joined] = wire.take();
      asked.length = 0;
      const [ref] = /phx-[\w-]+(?="[,}])/.exec(JSON.stringify(joined?.[2])) ?? [];
      return {
        /** Asks for leave to send a file. */
        async pick() {
          const files = [{ ref: "0", name: "a.txt", type: "text/plain", size: 3 }];
          page.push("allow_upload", { ref, entries: files, cid: null });
          await settled();
          return wire.take();
        },
        async send(name: string, type?: string) {
          page.event(name, {}, type);
          await settled();
          return wire.take();
        },
      };
    },
  };
}

const done = (text: string) => ({ diff: { 0: text } });

describe("a guard of an event", () => {
  it("runs with those before it each time before that event, and before no other", async () => {
    const app = guardedApp();
    const page = await app.open();
    assert.deepEqual((await page.send("plain"))[0]?.[2], done(" plain"));
    assert.deepEqual(app.asked, []);
    assert.deepEqual((await page.send("named"))[0]?.[2], done(" plain named"));
    assert.deepEqual(app.asked, ["requireUser", "requireRole"]);
  });

  it("tells the rule what it gives", async () => {
    const app = guardedApp();
    await (await app.open()).send("ruled");
    assert.deepEqual(app.seen, ['{"name":"Ada","role":"owner"}']);
  });

  for (const [kind, reason] of [
    ["forbidden", "not_allowed"],
    ["notFound", "not_found"],
  ] as const) {
    it(`that says ${kind} has the event refused, and the page goes on`, async () => {
      const app = guardedApp();
      const page = await app.open();
      app.say(halt[kind]());
      const refusal = { diff: { e: [["lg:refused", { event: "named", reason }]] } };
      assert.deepEqual((await page.send("named"))[0]?.[2], refusal);
      assert.deepEqual((await page.send("plain"))[0]?.[2], done(" plain"));
    });
  }

  it("that leads elsewhere leads the page there, and the handler doesn't run", async () => {
    const app = guardedApp();
    const page = await app.open();
    app.say(halt.redirect(new Path("/ask"), { returnTo: true }));
    const [answer] = await page.send("named");
    assert.deepEqual(answer?.[2], { redirect: { to: "/ask?return_to=%2F%3Ftab%3D1", status: 302 } });
  });
});

describe("a lapsing guard of the page", () => {
  it("is asked again before each event of the page", async () => {
    const app = guardedApp((own) => [own]);
    const page = await app.open();
    await page.send("plain");
    assert.deepEqual(app.asked, ["requireUser", "requireRole"]);
    app.say(halt.forbidden());
    const [answer] = await page.send("plain");
    assert.deepEqual(answer?.[2], { redirect: { to: "/?tab=1", status: 302 } });
  });

  it("is asked again before the page may send files", async () => {
    const app = guardedApp((own) => [own]);
    const { pick } = await app.open();
    assert.deepEqual(Object.keys((await pick())[0]?.[2] as object).toSorted(), ["config", "entries", "errors", "ref"]);
    assert.deepEqual(app.asked, ["requireUser", "requireRole"]);
    app.say(halt.forbidden());
    assert.deepEqual((await pick())[0]?.[2], { redirect: { to: "/?tab=1", status: 302 } });
  });
});
