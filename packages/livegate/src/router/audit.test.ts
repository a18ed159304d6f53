import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import { event } from "../live/event.ts";
import { guard, provide } from "../live/guard.ts";
import { liveComponent } from "../live/live-component.ts";
import { liveLayout } from "../live/live-layout.ts";
import { liveView } from "../live/live-view.ts";
import { rule } from "../live/rule.ts";
import { upload } from "../live/upload.ts";
import { definePaths } from "../paths/define-paths.ts";
import { topic } from "../pubsub/topic.ts";
import { auditTable } from "./audit.ts";
import { router } from "./router.ts";

const paths = definePaths({ home: "/?q", albums: "/albums", album: "/albums/:id", logIn: "/log_in" });
const fetchUser = provide("fetchUser", () => ({ user: 1 }));
const requireUser = guard.identity("requireUser", fetchUser, (given) => given);
const requireSudo = guard.lapsing("requireSudo", requireUser, (given) => given);
const own = rule({ needs: [requireUser], load: () => 1, allow: () => true });
const albumsTopic = topic(() => "albums", z.object({}));

const album = liveView({
  needs: [requireUser],
  events: { rename: null, remove: event(z.object({}), own), sell: event(null, { guards: [requireSudo] }) },
  mount: () => ({}),
  subscribe: (_, on) => [on(albumsTopic(), () => {})],
  handle: { rename: () => {}, remove: () => {}, sell: () => {} },
  render: () => html``,
});
const search = liveView({
  events: { search: null },
  mount: () => ({}),
  handle: { search: () => {} },
  render: () => html``,
});

const table = auditTable(
  router((r) => {
    r.scope({ guards: [fetchUser] }, (r) => {
      r.scope({ public: true }, (r) => r.post(paths.logIn, () => new Response()));
      r.liveSession("member", { guards: [requireUser] }, (r) => {
        r.live(paths.albums, album);
        r.live(paths.album, album);
      });
      r.liveSession("visitor", { public: true }, (r) => r.live(paths.home, search));
      r.liveSession("member-search", { guards: [requireUser] }, (r) => r.live(paths.logIn, search));
    });
  }),
);

const member = { access: "guarded", guards: ["fetchUser", "requireUser"], rule: null } as const;
const visitor = { access: "public", guards: ["fetchUser"], rule: null } as const;

it("leaves out what production doesn't have", () => {
  const { length } = auditTable(
    router((r) => r.scope({ development: true }, (r) => r.get(paths.home, () => new Response()))),
  );
  assert.equal(length, 0);
});

describe("auditTable", () => {
  it("has plain routes, live routes, events with their rules, and topics, in the order of routes", () => {
    assert.deepEqual(table, [
      { kind: "route", name: "POST /log_in", at: "/log_in", ...visitor },
      { kind: "live", name: "GET /albums", at: "/albums", ...member },
      { kind: "event", name: "rename", at: "/albums", ...member },
      { kind: "event", name: "remove", at: "/albums", ...member, rule: ["requireUser"] },
      { kind: "event", name: "sell", at: "/albums", ...member, guards: [...member.guards, "requireSudo"] },
      { kind: "topics", name: "subscribe", at: "/albums", ...member },
      { kind: "live", name: "GET /albums/:id", at: "/albums/:id", ...member },
      { kind: "live", name: "GET /", at: "/", ...visitor },
      { kind: "event", name: "search", at: "/", ...visitor },
      { kind: "live", name: "GET /log_in", at: "/log_in", ...member },
      { kind: "event", name: "search", at: "/log_in", ...member },
    ]);
  });

  it("has the events of components, of the view's and of its layout's, each once for a chain of guards", () => {
    const render = () => html`<p></p>`;
    const vote = liveComponent({ events: { vote: null }, handle: { vote: () => {} }, render });
    const inner = liveComponent({ events: { like: event(z.object({}), own) }, handle: { like: () => {} }, render });
    const outer = liveComponent({
      components: [inner, vote],
      events: { like: null },
      handle: { like: () => {} },
      render,
    });
    const shows = () => liveView({ components: [outer], mount: () => ({}), render });
    const layout = liveLayout({ needs: [], components: [vote], render: ({ inner: page }) => page });
    const entries = auditTable(
      router((r) => {
        r.liveSession("member", { guards: [requireUser], layout }, (r) => {
          r.live(paths.albums, shows());
          r.live(paths.album, shows());
        });
        r.liveSession("visitor", { public: true, layout }, (r) => r.live(paths.logIn, search));
      }),
    );
    const ofComponents = entries.filter(({ kind }) => kind === "component event");
    assert.deepEqual(
      ofComponents.map((entry) => [entry.name, entry.at, entry.access, entry.rule]),
      [
        ["like", "/albums", "guarded", null],
        ["like (2)", "/albums", "guarded", ["requireUser"]],
        ["vote", "/albums", "guarded", null],
        ["vote", "/log_in", "public", null],
      ],
    );
  });

  it("has uploads of views and components, with their rules", () => {
    const render = () => html`<p></p>`;
    const attachment = liveComponent({ uploads: { scan: upload({ accept: "any", rule: own }) }, render });
    const view = liveView({
      components: [attachment],
      uploads: { cover: upload({ accept: [".png"] }) },
      mount: () => ({}),
      render,
    });
    const entries = auditTable(
      router((r) => r.liveSession("member", { guards: [requireUser] }, (r) => r.live(paths.albums, view))),
    );
    const guarded = { at: "/albums", access: "guarded", guards: ["fetchUser", "requireUser"] };
    assert.deepEqual(entries.slice(1), [
      { kind: "upload", name: "cover", rule: null, ...guarded },
      { kind: "component upload", name: "scan", rule: ["requireUser"], ...guarded },
    ]);
  });

  it("has the views inside pages, with their events and topics, under the guards of each page", () => {
    const Inner = liveView({
      needs: [requireUser],
      events: { play: event(z.object({}), own) },
      mount: () => ({}),
      subscribe: (_, on) => [on(albumsTopic(), () => {})],
      handle: { play: () => {} },
      render: () => html``,
    });
    const Outer = liveView({ views: { inner: Inner }, mount: () => ({}), render: () => html`` });
    const layout = liveLayout({ needs: [], views: { outer: Outer }, render: ({ inner: page }) => page });
    const entries = auditTable(
      router((r) => {
        r.liveSession("member", { guards: [requireUser], layout }, (r) => {
          r.live(paths.albums, search);
          r.live(paths.album, search);
        });
        r.scope({ guards: [requireUser], views: { inner: Inner } }, (r) => r.get(paths.home, () => new Response()));
      }),
    );
    const inside = entries.filter(({ name }) => /inner|outer/.test(name));
    assert.deepEqual(
      inside.map((entry) => [entry.kind, entry.name, entry.at, entry.access, entry.rule]),
      [
        ["nested view", "outer", "/albums", "guarded", null],
        ["nested view", "inner", "/albums", "guarded", null],
        ["event", "inner.play", "/albums", "guarded", ["requireUser"]],
        ["topics", "inner.subscribe", "/albums", "guarded", null],
      ],
    );
  });

  it("calls what says nothing open", () => {
    const [about] = auditTable(router((r) => r.get(paths.home, () => new Response())));
    assert.deepEqual([about?.access, about?.guards], ["open", []]);
  });
});
