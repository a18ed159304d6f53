import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import { event } from "../live/event.ts";
import { guard } from "../live/guard.ts";
import { halt } from "../live/halt.ts";
import { liveComponent } from "../live/live-component.ts";
import { liveLayout } from "../live/live-layout.ts";
import { liveView } from "../live/live-view.ts";
import { rule } from "../live/rule.ts";
import { Path } from "../paths/path.ts";
import { readFlash } from "../plug/flash-token.ts";
import { Session } from "../plug/session.ts";
import { liveTestApp, settled } from "./live-test-app.ts";
import { signReleaseTicket } from "./release-ticket.ts";

const SUDO = 600_000;
const LOST = "Nothing was done.";

interface Shown {
  readonly id: string;
  readonly errors: object;
  readonly note: string | null;
  readonly lost: string;
}

/** A view with an event that asks who is there, in a layout with a sheet (or without); the user's row is `row-1`. */
function heldApp({ sheet = true } = {}) {
  const ran: string[] = [];
  let row: string | null = "row-1";
  let isOwner = true;
  let confirmedAt = 0;
  const requireUser = guard.identity("requireUser", ({ session }) => {
    if (row === null) return halt.forbidden();
    if (session instanceof Session) {
      const expiresAt = app.context.clock.now() + 3_600_000;
      session.userSession = { id: row, userId: 1, expiresAt, renewAt: null, provenAt: null, seenAt: 0, accessEpoch: 0 };
    }
    return {};
  });
  const requireSudo = guard.lapsing("requireSudo", requireUser, ({ session }) => {
    const at = session instanceof Session ? (session.sudo?.at ?? 0) : 0;
    return app.context.clock.now() < Math.max(at, confirmedAt) + SUDO
      ? {}
      : halt.redirect(new Path("/ask"), { returnTo: true, holds: LOST });
  });
  const ownThing = rule({
    needs: [],
    load: () => ({}),
    allow: () => (ran.push("rule"), isOwner),
  });
  const Item = liveComponent({
    events: { burn: event(null, { guards: [requireSudo] }) },
    handle: { burn: () => void ran.push("burn") },
    render: () => html`<i></i>`,
  });
  const view = liveView({
    components: [Item],
    events: {
      plain: null,
      hide: null,
      remove: event(z.object({ id: z.coerce.number<string | number>() }), ownThing, { guards: [requireSudo] }),
      leave: null,
      save: event(z.unknown(), { guards: [requireSudo] }),
    },
    mount: () => ({ done: 0, shows: true }),
    handle: {
      plain: (socket) => socket.update("done", (done) => done + 1),
      hide: (socket) => socket.assign({ shows: false }),
      remove: (socket, { id }) => (ran.push(`remove ${id}`), socket.update("done", (done) => done + 1)),
      leave: (socket) => socket.pushPatch(new Path("/?tab=2")),
      save: () => {
        ran.push("save");
        throw new Error("boom");
      },
    },
    render: ({ done, shows }) => html`<p>${done}${shows && Item({ id: "one" })}</p>`,
  });
  const layout = liveLayout({
    needs: [],
    render: sheet
      ? ({ inner, flash, held }) => html`${inner}<b>${flash["info"]}</b><u>${held && JSON.stringify(held)}</u>`
      : ({ inner, flash }) => html`${inner}<b>${flash["info"]}</b>`,
  });
  const liveSession = { name: "member", onMount: [], layout, public: false, recheck: null };
  const app = liveTestApp([{ path: "/", view, guards: [requireUser], liveSession }]);
  // A cookie tells its id: each socket reads it for itself.
  app.info.session.written(app.context.clock.now());
  return {
    ...app,
    ran,
    replaceUser: (to: string | null) => void (row = to),
    disown: () => void (isOwner = false),
    confirm: () => void (confirmedAt = app.context.clock.now()),
    async open() {
      const wire = app.connect({ ...app.info, session: app.info.session.again() });
      const page = wire.join("/", { session: app.pageToken("/", { userSessionId: "row-1" }) });
      await settled();
      wire.take();
      const send = async (name: string, value: unknown = {}, type?: string) => {
        page.event(name, value, type);
        await settled();
        return wire.take();
      };
      return { wire, page, send, held: async (value: unknown = { id: 7 }) => shownIn(await send("remove", value)) };
    },
    ticket: (held: string, userSessionId = "row-1") =>
      signReleaseTicket(app.context, { held, userSessionId, provenAt: app.context.clock.now() }),
  };
}

/** What the sheet shows in a diff of the layout; undefined where it isn't mentioned. */
function shownIn(frames: readonly (readonly [unknown, string, unknown])[]): Shown | null | undefined {
  for (const [, , payload] of frames) {
    const diff = ((payload as { diff?: object }).diff ?? payload) as { readonly 2?: string };
    if (diff[2] !== undefined) return diff[2] === "" ? null : (JSON.parse(unescaped(diff[2])) as Shown);
  }
  return undefined;
}

const unescaped = (text: string): string =>
  text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");

/** What the page is told that nothing was done. */
function lostIn(frames: readonly (readonly [unknown, string, unknown])[]): boolean {
  return JSON.stringify(frames).includes(LOST);
}

describe("an event whose guard asks who is there", () => {
  it("is acknowledged at once with the sheet, and its handler waits", async () => {
    const app = heldApp();
    const { send } = await app.open();
    const [answer, sheet, ...others] = await send("remove", { id: 7 });
    assert.deepEqual([answer?.[1], answer?.[2]], ["ok", {}]);
    assert.deepEqual(others, []);
    const shown = shownIn([sheet!]);
    assert.match(shown?.id ?? "", /^[\w-]{22}$/);
    assert.deepEqual([shown?.errors, shown?.note], [{}, null]);
    assert.deepEqual(app.ran, []);
  });

  it("runs once when it is shown, as it came, and the sheet is gone", async () => {
    const app = heldApp();
    const { send, held } = await app.open();
    const shown = await held();
    const ticket = app.ticket(shown?.id ?? "");
    const frames = await send("lv:held-answered", { ticket });
    assert.equal(shownIn(frames), null);
    assert.deepEqual(app.ran, ["rule", "remove 7"]);
    for (let n = 0; n < 3; n++) await send("lv:held-answered", { ticket });
    assert.deepEqual(app.ran, ["rule", "remove 7"]);
  });

  it("runs once though it was clicked twice, and though the ticket came twice at the same time", async () => {
    const app = heldApp();
    const { wire, page, held } = await app.open();
    const shown = await held();
    page.event("remove", { id: 8 });
    const value = { ticket: app.ticket(shown?.id ?? "") };
    page.event("lv:held-answered", value);
    page.event("lv:held-answered", value);
    await settled();
    assert.deepEqual(app.ran, ["rule", "remove 7"]);
    assert.ok(wire.take().every(([, status]) => status !== "error"));
  });

  it("asks no more on this socket for as long as the answer is good", async () => {
    const app = heldApp();
    const { send, held } = await app.open();
    await send("lv:held-answered", { ticket: app.ticket((await held())?.id ?? "") });
    app.context.clock.advance(SUDO - 1);
    await send("remove", { id: 8 });
    assert.deepEqual(app.ran, ["rule", "remove 7", "rule", "remove 8"]);
    app.context.clock.advance(1);
    assert.notEqual(await held(), undefined);
    assert.equal(app.ran.length, 4);
  });

  it("is asked for when the answer has lapsed, however fresh it was when the page opened", async () => {
    const app = heldApp();
    app.confirm();
    const { send, held } = await app.open();
    await send("remove", { id: 1 });
    app.context.clock.advance(SUDO);
    assert.notEqual(await held(), undefined);
    assert.deepEqual(app.ran, ["rule", "remove 1"]);
  });
});

describe("a ticket", () => {
  for (const [what, forge] of Object.entries({
    "for what another view holds": (app: ReturnType<typeof heldApp>) => app.ticket("A".repeat(22)),
    "of another session": (app: ReturnType<typeof heldApp>, id: string) => app.ticket(id, "row-2"),
    "that nobody signed": (_: unknown, id: string) =>
      Buffer.from(JSON.stringify([id, "row-1", "0"])).toString("base64url"),
    "that is none": () => ({ held: true }),
  })) {
    it(`${what} releases nothing`, async () => {
      const app = heldApp();
      const { send, held } = await app.open();
      const id = (await held())?.id ?? "";
      await send("lv:held-answered", { ticket: forge(app, id) });
      assert.deepEqual(app.ran, []);
      await send("lv:held-answered", { ticket: app.ticket(id) });
      assert.deepEqual(app.ran, ["rule", "remove 7"]);
    });
  }

  it("is good for a minute", async () => {
    const app = heldApp();
    const { send, held } = await app.open();
    const ticket = app.ticket((await held())?.id ?? "");
    app.context.clock.advance(61_000);
    await send("lv:held-answered", { ticket });
    assert.deepEqual(app.ran, []);
  });

  it("of one tab does nothing in another, whose user is asked in their turn", async () => {
    const app = heldApp();
    const [one, two] = [await app.open(), await app.open()];
    const [first, second] = [await one.held(), await two.held()];
    assert.notEqual(first?.id, second?.id);
    await two.send("lv:held-answered", { ticket: app.ticket(first?.id ?? "") });
    assert.deepEqual(app.ran, []);
    await one.send("lv:held-answered", { ticket: app.ticket(first?.id ?? "") });
    assert.deepEqual(app.ran, ["rule", "remove 7"]);
    await two.send("remove", { id: 9 });
    assert.deepEqual(app.ran, ["rule", "remove 7"]);
  });
});

describe("what is held", () => {
  it("meets its guards again: whose session has ended is led to where HTTP decides", async () => {
    const app = heldApp();
    const { send, held } = await app.open();
    const ticket = app.ticket((await held())?.id ?? "");
    app.replaceUser("row-2");
    const frames = await send("lv:held-answered", { ticket });
    assert.deepEqual(app.ran, []);
    assert.equal(readFlash(/"flash":"([^"]+)"/.exec(JSON.stringify(frames))?.[1], app.context)["info"], LOST);
    assert.match(JSON.stringify(frames), /"redirect":\{"to":"\/"/);
  });

  it("meets its rule again: what isn't allowed any more is refused, and the page is told", async () => {
    const app = heldApp();
    const { send, held } = await app.open();
    const ticket = app.ticket((await held())?.id ?? "");
    app.disown();
    const frames = await send("lv:held-answered", { ticket });
    assert.deepEqual(app.ran, ["rule"]);
    assert.match(JSON.stringify(frames), /lg:refused.*not_allowed/);
  });

  it("is refused at once where it can't be read", async () => {
    const app = heldApp();
    const { send } = await app.open();
    assert.match(JSON.stringify(await send("remove", { id: "x" })), /invalid_payload/);
  });

  it("is forgotten after five minutes, and the page is told", async () => {
    const app = heldApp();
    const { wire, send, held } = await app.open();
    const shown = await held();
    app.context.clock.advance(299_999);
    await settled();
    assert.deepEqual(wire.take(), []);
    app.context.clock.advance(1);
    await settled();
    const frames = wire.take();
    assert.equal(shownIn(frames), null);
    assert.ok(lostIn(frames));
    await send("lv:held-answered", { ticket: app.ticket(shown?.id ?? "") });
    assert.deepEqual(app.ran, []);
  });

  it("is forgotten when the user doesn't want it, and its timer with it", async () => {
    const app = heldApp();
    const { wire, send, held } = await app.open();
    await held();
    const frames = await send("lv:held-dropped");
    assert.equal(shownIn(frames), null);
    assert.ok(!lostIn(frames));
    app.context.clock.advance(300_000);
    await settled();
    assert.deepEqual(wire.take(), []);
  });

  for (const [how, go] of Object.entries({
    "by a link": (page: { patch(url: string): string }) => page.patch("http://shop.test/?tab=2"),
    "by a handler": (page: { event(name: string): string }) => page.event("leave"),
  })) {
    it(`is forgotten when the page goes elsewhere ${how}, and the page is told`, async () => {
      const app = heldApp();
      const { wire, page, send, held } = await app.open();
      const shown = await held();
      go(page);
      await settled();
      const frames = wire.take();
      assert.equal(shownIn(frames), null);
      assert.ok(lostIn(frames));
      await send("lv:held-answered", { ticket: app.ticket(shown?.id ?? "") });
      assert.deepEqual(app.ran, []);
    });
  }

  it("is gone with its view, whose next join tells so by what the sheet carried", async () => {
    const app = heldApp();
    const { wire, page, held } = await app.open();
    const shown = await held();
    assert.equal(readFlash(shown?.lost, app.context)["info"], LOST);
    page.leave();
    const session = app.pageToken("/", { userSessionId: "row-1" });
    const again = wire.join("/", { session, mounts: 1, held: shown?.lost });
    await settled();
    assert.ok(lostIn([again.answer!]));
    again.event("lv:held-answered", { ticket: app.ticket(shown?.id ?? "") });
    await settled();
    assert.deepEqual(app.ran, []);
  });

  it("tells nothing by a message that somebody wrote", async () => {
    const app = heldApp();
    const wire = app.connect();
    const session = app.pageToken("/", { userSessionId: "row-1" });
    const view = wire.join("/", { session, held: "forged" });
    await settled();
    assert.equal(view.answer?.[1], "ok");
    assert.ok(!lostIn([view.answer!]));
  });

  it("that was meant for a component which is gone isn't done, and the page is told", async () => {
    const app = heldApp();
    const { wire, page, send } = await app.open();
    page.push("event", { type: "click", event: "burn", value: {}, cid: 1 });
    await settled();
    const shown = shownIn(wire.take());
    await send("hide");
    page.push("cids_will_destroy", { cids: [1] });
    page.push("cids_destroyed", { cids: [1] });
    await settled();
    wire.take();
    assert.ok(lostIn(await send("lv:held-answered", { ticket: app.ticket(shown?.id ?? "") })));
    assert.deepEqual(app.ran, []);
  });

  it("whose handler throws ends the view, as ever, and isn't done again", async () => {
    const app = heldApp();
    const { send } = await app.open();
    const shown = shownIn(await send("save"));
    const frames = await send("lv:held-answered", { ticket: app.ticket(shown?.id ?? "") });
    assert.ok(frames.some(([, name]) => name === "phx_error"));
    assert.deepEqual(app.ran, ["save"]);
  });

  it("of a hook rejects its promise: what comes of it is seen on the page", async () => {
    const app = heldApp();
    const { send } = await app.open();
    const [answer, diff] = await send("remove", { id: 7 }, "hook");
    assert.deepEqual([answer?.[1], answer?.[2]], ["error", { reason: "held" }]);
    const shown = shownIn([diff!]);
    await send("lv:held-answered", { ticket: app.ticket(shown?.id ?? "") });
    assert.deepEqual(app.ran, ["rule", "remove 7"]);
  });
});

describe("what the route that asks has told", () => {
  it("is shown on the sheet, as text and with an end", async () => {
    const app = heldApp();
    const { send, held } = await app.open();
    await held();
    const told = async (value: unknown) => {
      const shown = shownIn(await send("lv:held-answered", value));
      return [shown?.errors, shown?.note];
    };
    const errors = { current_password: ["This is not your current password."] };
    assert.deepEqual(await told({ errors }), [errors, null]);
    assert.deepEqual(await told({ note: "A code is on its way." }), [{}, "A code is on its way."]);
    assert.deepEqual(await told({ errors: { "": ["x".repeat(501), 7, "y"], code: "z" } }), [
      { "": ["y"], code: [] },
      null,
    ]);
    for (const none of [null, [], "text", {}, { errors: null }]) {
      const [wrong] = await told(none);
      assert.match(JSON.stringify(wrong ?? {}), /could not be sent|^\{\}$/);
    }
    assert.deepEqual(app.ran, []);
  });
});

it("a page whose layout has no sheet is led to where the guard asks, and back", async () => {
  const app = heldApp({ sheet: false });
  const { send } = await app.open();
  const [answer] = await send("remove", { id: 7 });
  assert.deepEqual(answer?.[2], { redirect: { to: "/ask?return_to=%2F", status: 302 } });
});
