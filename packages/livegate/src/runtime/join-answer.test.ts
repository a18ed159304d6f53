import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import { guard } from "../live/guard.ts";
import { halt } from "../live/halt.ts";
import type { OnMountHook } from "../live/hook.ts";
import { liveLayout } from "../live/live-layout.ts";
import { liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import { readFlash } from "../plug/flash-token.ts";
import { Session } from "../plug/session.ts";
import { clientVersion } from "../protocol/wire-names.ts";
import { type LiveTestApp, type TestRoute, liveTestApp, plainSession, settled, textView } from "./live-test-app.ts";
import { signStaticToken } from "./page-token.ts";
import { readReloadStatus } from "./reload-status.ts";
import type { JoinChanges } from "./test-wire.ts";

const paths = definePaths({ home: "/", logIn: "/log_in", album: "/albums/:id" });

type Given = Omit<TestRoute, "path"> & { readonly onMount?: readonly OnMountHook[] };

const appOf = ({ onMount = [], ...route }: Given): LiveTestApp =>
  liveTestApp([{ path: "/", liveSession: { ...plainSession, onMount }, ...route }]);

/** The reply to a join at `path`. */
async function answerOf(app: LiveTestApp, path = "/", changes: JoinChanges = {}) {
  const view = app.connect().join(path, changes);
  await settled();
  const [, status, response] = view.answer ?? assert.fail("the join was not answered");
  return { status, response: response as Record<string, Record<string, unknown>> };
}

const redirectTo = (to: string) => ({ status: "error", response: { redirect: { to, status: 302 } } });

describe("a join's answer", () => {
  it("is the whole tree with the client's version", async () => {
    const view = liveView({ mount: () => ({ name: "<Ada>" }), render: ({ name }) => html`<p>Hi ${name}</p>` });
    assert.deepEqual(await answerOf(appOf({ view })), {
      status: "ok",
      response: { rendered: { 0: "&lt;Ada&gt;", s: ["<p>Hi ", "</p>"] }, liveview_version: clientVersion },
    });
  });

  it("carries the title and the events for the page", async () => {
    const view = liveView({
      mount: () => ({}),
      handleParams: (socket) => void socket.pushEvent("hello", { n: 1 }),
      pageTitle: () => "Albums",
      render: () => html`<p></p>`,
    });
    const { response } = await answerOf(appOf({ view }));
    assert.deepEqual([response["rendered"]?.["t"], response["rendered"]?.["e"]], ["Albums", [["hello", { n: 1 }]]]);
  });

  it("puts the view into its live session's layout", async () => {
    const layout = liveLayout({ needs: [], render: ({ inner, flash }) => html`<main>${flash["info"]}${inner}</main>` });
    const app = liveTestApp([{ path: "/", view: textView("hi"), liveSession: { ...plainSession, layout } }]);
    const { response } = await answerOf(app, "/", { static: signStaticToken(app.context, "phx-1", { info: "Saved" }) });
    const { 0: message, 1: inner, s: statics } = response["rendered"]!;
    assert.deepEqual(
      [message, (inner as Record<string, unknown>)[0], statics],
      ["Saved", "hi", ["<main>", "", "</main>"]],
    );
  });

  it("replaces the container's attributes after a live navigation only", async () => {
    const app = appOf({ view: textView("hi") });
    assert.deepEqual((await answerOf(app, "/", { by: "redirect" })).response["container"], ["div", {}]);
    assert.equal("container" in (await answerOf(app)).response, false);
  });

  it("names the container's attributes as the client sets them: what is false or null isn't there", async () => {
    const attributes = { class: ["wide", false, "page"], hidden: true, inert: false, lang: null, title: '<"' };
    const view = liveView({
      container: { tag: "section", attributes },
      mount: () => ({}),
      render: () => html`<p></p>`,
    });
    const { response } = await answerOf(appOf({ view }), "/", { by: "redirect" });
    assert.deepEqual(response["container"], ["section", { class: "wide page", hidden: "", title: '<"' }]);
  });

  it("says where handleParams patched to", async () => {
    const view = liveView({
      params: z.object({ page: z.string().optional() }),
      mount: () => ({}),
      handleParams: (socket, { page }) =>
        page ? undefined : void socket.pushPatch(definePaths({ p: "/?page" }).p({ page: 1 })),
      render: () => html`<p></p>`,
    });
    const { status, response } = await answerOf(appOf({ view }));
    assert.deepEqual([status, response["live_patch"]], ["ok", { kind: "push", to: "/?page=1" }]);
  });
});

describe("a join that is halted", () => {
  const path = "/?q=1";

  it("by a guard leads to the path asked for: over HTTP the guard decides again", async () => {
    for (const halted of [halt.redirect(paths.logIn(), { returnTo: true }), halt.notFound(), halt.forbidden()]) {
      const app = appOf({ view: textView("hi"), guards: [guard("closed", () => halted)] });
      assert.deepEqual(await answerOf(app, path), redirectTo(path));
    }
  });

  it("by params that don't fit leads to the path asked for, which says 404", async () => {
    const params = z.object({ q: z.coerce.number() });
    const app = appOf({ view: liveView({ params, mount: () => ({}), render: () => html`` }) });
    assert.deepEqual(await answerOf(app, "/?q=x"), redirectTo("/?q=x"));
  });

  it("by mount's redirect goes there, with its flash as a token", async () => {
    const view = liveView({
      mount: () => halt.redirect(paths.album({ id: 1 }), { flash: { error: "Moved" } }),
      render: () => html``,
    });
    const app = appOf({ view });
    const { status, response } = await answerOf(app);
    const { to, status: code, flash } = response["redirect"]!;
    assert.deepEqual([status, to, code], ["error", "/albums/1", 302]);
    assert.deepEqual({ ...readFlash(flash, app.context) }, { error: "Moved" });
  });

  it("by mount's redirect that wants to be led back goes through HTTP", async () => {
    const view = liveView({ mount: () => halt.redirect(paths.logIn(), { returnTo: true }), render: () => html`` });
    assert.deepEqual(await answerOf(appOf({ view }), path), redirectTo(path));
  });

  it("by mount's not found or forbidden reloads the page with that status", async () => {
    for (const [halted, code] of [
      [halt.notFound(), 404],
      [halt.forbidden(), 403],
    ] as const) {
      const app = appOf({ view: liveView({ mount: () => halted, render: () => html`` }) });
      const { status, response } = await answerOf(app);
      assert.deepEqual([status, response["reason"], response["status"]], ["error", "reload", code]);
      assert.equal(readReloadStatus(app.context, response["token"]), code);
    }
  });

  it("by a hook goes where the hook sends it, with the whole flash and its events", async () => {
    const leave: OnMountHook = (_params, _session, socket) => {
      socket.putFlash("error", "Closed");
      socket.pushEvent("bye", {});
      socket.pushNavigate(paths.logIn());
      return "halt";
    };
    const app = appOf({ view: textView("hi"), onMount: [leave] });
    const { status, response } = await answerOf(app, "/", {
      static: signStaticToken(app.context, "phx-1", { info: "Saved" }),
    });
    const { flash, ...target } = response["live_redirect"]!;
    assert.deepEqual([status, target], ["error", { to: "/log_in", kind: "push" }]);
    assert.deepEqual({ ...readFlash(flash, app.context) }, { info: "Saved", error: "Closed" });
    assert.deepEqual(response["events"], [["bye", {}]]);
  });

  it("by handleParams' navigation goes there instead of showing the view", async () => {
    const view = liveView({
      mount: () => ({}),
      handleParams: (socket) => void socket.redirect(paths.logIn()),
      render: () => assert.fail("rendered"),
    });
    const answer = await answerOf(appOf({ view }));
    assert.deepEqual(answer, { status: "error", response: { redirect: { to: "/log_in", status: 302 }, events: [] } });
  });
});

describe("a join that is refused", () => {
  const stale: JoinChanges = { session: "forged" };
  const refusal = (reason: string) => ({ status: "error", response: { reason } });

  it("makes the client load its page anew", async () => {
    const app = appOf({ view: textView("hi") });
    assert.deepEqual(await answerOf(app, "/", stale), refusal("stale"));
    const token = app.pageToken("/", { viewName: "/other" });
    assert.deepEqual(await answerOf(app, "/", { session: token }), refusal("unauthorized"));
    assert.equal(app.runtime.counters.value("join_refused"), 2);
  });

  it("redirects to the path without its fragment, or the client would stay on a dead page", async () => {
    const app = appOf({ view: textView("hi") });
    assert.deepEqual(await answerOf(app, "/?q=1#top", stale), redirectTo("/?q=1"));
    const missing = appOf({ view: liveView({ mount: () => halt.notFound(), render: () => html`` }) });
    assert.deepEqual(await answerOf(missing, "/#top"), redirectTo("/"));
  });

  it("slows the client down after five in ten seconds, and tells the log", async () => {
    const app = appOf({ view: textView("hi") });
    for (let count = 0; count < 5; count += 1) assert.deepEqual(await answerOf(app, "/", stale), refusal("stale"));
    assert.deepEqual(await answerOf(app, "/", stale), refusal("join crashed"));
    assert.equal(app.context.logged.filter((line) => line.includes("slowed down")).length, 1);
    app.context.clock.advance(10_000);
    assert.deepEqual(await answerOf(app, "/", stale), refusal("stale"));
  });

  it("breaks the loop of a guard that lets a page through over HTTP but not on the socket", async () => {
    const app = appOf({ view: textView("hi"), guards: [guard("odd", () => halt.notFound())] });
    const answers = [];
    for (let count = 0; count < 6; count += 1) answers.push((await answerOf(app)).response["reason"]);
    assert.deepEqual(answers, [...Array.from({ length: 5 }, () => undefined), "join crashed"]);
  });

  it("counts visitors without a cookie by their address", async () => {
    const app = appOf({ view: textView("hi") });
    const joinFrom = async (remoteAddress: string) => {
      const view = app.connect({ session: new Session(), trust: "none", remoteAddress }).join("/", stale);
      await settled();
      const [, , response] = view.answer ?? assert.fail("the join was not answered");
      return (response as { reason: string }).reason;
    };
    for (let count = 0; count < 5; count += 1) assert.equal(await joinFrom("192.0.2.7"), "stale");
    assert.deepEqual([await joinFrom("192.0.2.7"), await joinFrom("192.0.2.8")], ["join crashed", "stale"]);
  });
});
