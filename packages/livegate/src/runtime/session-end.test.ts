import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { html } from "../html/html.ts";
import { event } from "../live/event.ts";
import { guard } from "../live/guard.ts";
import { halt } from "../live/halt.ts";
import { liveView } from "../live/live-view.ts";
import { rule } from "../live/rule.ts";
import { Session } from "../plug/session.ts";
import { topic } from "../pubsub/topic.ts";
import { z } from "zod";
import { type LiveTestApp, liveTestApp, settled } from "./live-test-app.ts";

const news = topic(() => "news", z.string());

/** A session store of one row, an app whose pages belong to it, and the steps of its view that ran. */
function memberApp() {
  const ran: string[] = [];
  let row: string | null = "row-1";
  let name = "Ada";
  let reading: Promise<void> | null = null;
  let mounting: Promise<void> | null = null;
  let working: Promise<void> | null = null;
  const requireUser = guard.identity("requireUser", async ({ session }) => {
    const read = row;
    await reading;
    if (read === null) return halt.forbidden();
    if (session instanceof Session)
      session.userSession = {
        id: read,
        userId: 1,
        expiresAt: expiresAt(),
        renewAt: null,
        seenAt: app.context.clock.now(),
        accessEpoch: 0,
        provenAt: null,
      };
    return { name };
  });
  const slowRule = rule({ needs: [requireUser], load: async () => (await working, { id: 1 }), allow: () => true });
  const view = liveView({
    needs: [requireUser],
    events: { work: null, ruled: event(z.unknown(), slowRule) },
    mount: async () => {
      ran.push("mount");
      await mounting;
      return { count: 0 };
    },
    subscribe: (_args, on) => [on(news(), (socket) => (ran.push("news"), socket.update("count", (n) => n + 1)))],
    handleParams: () => void ran.push("params"),
    handle: {
      work: async (socket) => {
        ran.push("work");
        await working;
        socket.update("count", (n) => n + 1);
      },
      ruled: (socket) => (ran.push("ruled"), socket.update("count", (n) => n + 1)),
    },
    render: ({ name: who, count }) => html`<p>${who} ${count}</p>`,
  });
  const app = liveTestApp([{ path: "/", view, guards: [requireUser] }]);
  const expiresAt = (): number => app.context.clock.now() + 3_600_000;
  const { sessions } = app.runtime;
  const pending = () => Promise.withResolvers<void>();
  return {
    ...app,
    sessions,
    ran,
    /** Ends the session as whoever keeps the rows does: the row first, then the pages. */
    revoke(written: Promise<unknown> | null = null) {
      row = null;
      sessions.end("row-1", written && { written, arrived: new Promise(() => {}), next: "next" });
    },
    rename(to: string) {
      name = to;
      sessions.changed("row-1");
    },
    hold(what: "read" | "mount" | "work") {
      const { promise, resolve } = pending();
      if (what === "read") reading = promise;
      else if (what === "mount") mounting = promise;
      else working = promise;
      return resolve;
    },
    join: () => join(app),
  };
}

function join(app: LiveTestApp) {
  const wire = app.connect();
  return { wire, view: wire.join("/", { session: app.pageToken("/", { userSessionId: "row-1" }) }) };
}

type MemberPage = ReturnType<typeof join>;

describe("a session that ends", () => {
  it("sends its page to its own path over HTTP, closes its channels and then the socket with 1001", async () => {
    const app = memberApp();
    const { wire, view } = app.join();
    await settled();
    wire.take();
    app.revoke();
    assert.deepEqual(wire.take(), [
      [null, "redirect", { to: "/", status: 302 }],
      [view.joinRef, "phx_close", {}],
    ]);
    assert.deepEqual(wire.ended, { code: 1001, reason: "session ended" });
  });

  it("starts no handler and sends no diff once it was revoked, whatever is waiting", async () => {
    const app = memberApp();
    const { wire, view } = app.join();
    await settled();
    const finish = app.hold("work");
    for (let n = 0; n < 50; n++) view.event("work");
    view.event("ruled");
    app.pubsub.broadcast(news(), "late");
    await settled();
    wire.take();
    const before = [...app.ran];
    app.revoke(new Promise(() => {}));
    finish();
    view.event("work");
    view.patch("http://shop.test/?x=1");
    app.pubsub.broadcast(news(), "later");
    await settled();
    assert.deepEqual(app.ran, before);
    assert.deepEqual(wire.take(), []);
    app.context.clock.advance(1_000);
    assert.deepEqual(wire.ended, { code: 1001, reason: "session ended" });
  });

  for (const [way, leave] of Object.entries({
    left: ({ view }: MemberPage): void => void view.leave(),
    "lost the connection of": ({ wire }: MemberPage): void => wire.connection.closed(),
  })) {
    it(`keeps a view from doing more that its page has ${way}`, async () => {
      const app = memberApp();
      const page = app.join();
      await settled();
      const loaded = app.hold("work");
      page.view.event("ruled");
      page.view.event("work");
      await settled();
      const before = [...app.ran];
      leave(page);
      app.revoke();
      loaded();
      await settled();
      assert.deepEqual(app.ran, before);
    });
  }

  it("keeps a handler from starting behind a rule that was loading", async () => {
    const app = memberApp();
    const { view } = app.join();
    await settled();
    const loaded = app.hold("work");
    view.event("ruled");
    await settled();
    app.revoke();
    loaded();
    await settled();
    assert.doesNotMatch(app.ran.join(" "), /ruled/);
  });

  for (const during of ["read", "mount"] as const) {
    it(`lets no join through that was under way, at its ${during}`, async () => {
      const app = memberApp();
      const goOn = app.hold(during);
      const { wire, view } = app.join();
      await settled();
      app.revoke();
      goOn();
      await settled();
      assert.deepEqual(view.answer, [view.joinRef, "phx_close", {}]);
      assert.doesNotMatch(app.ran.join(" "), during === "read" ? /mount/ : /params/);
      assert.doesNotMatch(JSON.stringify(wire.frames), /Ada/);
      assert.deepEqual(wire.ended, { code: 1001, reason: "session ended" });
    });
  }

  it("answers no join of a page whose session was another", async () => {
    const app = memberApp();
    const wire = app.connect();
    const other = wire.join("/", { session: app.pageToken("/", { userSessionId: "row-2" }) });
    const visitor = wire.join("/", { id: "phx-2", session: app.pageToken("/", { id: "phx-2", userSessionId: null }) });
    await settled();
    const away = ["error", { redirect: { to: "/", status: 302 } }];
    assert.deepEqual([other.answer?.slice(1), visitor.answer?.slice(1)], [away, away]);
    assert.doesNotMatch(app.ran.join(" "), /mount/);
  });

  it("ends its pages by itself when it expires", async () => {
    const app = memberApp();
    const { wire } = app.join();
    await settled();
    app.context.clock.advance(3_600_000 - 1);
    assert.equal(wire.ended, null);
    app.context.clock.advance(1);
    assert.deepEqual(wire.ended, { code: 1001, reason: "session ended" });
    assert.equal(app.sessions.count("row-1"), 0);
  });

  it("is forgotten when its page is gone", async () => {
    const app = memberApp();
    const { wire } = app.join();
    await settled();
    assert.equal(app.sessions.count("row-1"), 1);
    wire.terminate();
    assert.equal(app.sessions.count("row-1"), 0);
  });
});

describe("a session that changes", () => {
  it("makes an open view run its guards and take what they give, before the next message", async () => {
    const app = memberApp();
    const { wire, view } = app.join();
    await settled();
    wire.take();
    app.rename("Grace");
    const ref = view.event("work");
    await settled();
    assert.deepEqual(wire.take(), [
      [null, "diff", { 0: "Grace" }],
      [ref, "ok", { diff: { 1: "1" } }],
    ]);
  });

  it("sends a view away whose guards halt now, without running what waits", async () => {
    const app = memberApp();
    const { wire, view } = app.join();
    await settled();
    wire.take();
    const finish = app.hold("read");
    app.rename("Grace");
    view.event("work");
    app.revoke();
    finish();
    await settled();
    assert.doesNotMatch(app.ran.join(" "), /work/);
    assert.deepEqual(wire.take()[0], [null, "redirect", { to: "/", status: 302 }]);
  });

  it("sends a join over HTTP that was mounting when it happened", async () => {
    const app = memberApp();
    const goOn = app.hold("mount");
    const { view } = app.join();
    await settled();
    app.rename("Grace");
    goOn();
    await settled();
    assert.deepEqual(view.answer?.slice(1), ["error", { redirect: { to: "/", status: 302 } }]);
  });
});
