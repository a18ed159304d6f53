import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { html } from "../html/html.ts";
import type { Html } from "../html/brand.ts";
import { provide, guard } from "../live/guard.ts";
import { halt } from "../live/halt.ts";
import { liveLayout, pageLayout } from "../live/live-layout.ts";
import { liveRender } from "../live/live-render.ts";
import { type LiveView, liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import { readNestedToken } from "../runtime/nested-token.ts";
import { type Site, browser, siteWith } from "./site.fixture.ts";

const paths = definePaths({ home: "/", about: "/about", logIn: "/log_in" });

const Plays = liveView({
  session: z.object({ song: z.number() }),
  mount: ({ session, connected }) => ({ ...session, connected }),
  render: ({ song, connected }) => html`<b>${song} ${connected ? "live" : "still"}</b>`,
});

/** A site with one live page of these contents. */
const pageOf = (
  views: Record<string, LiveView>,
  content: () => Html,
  layout: ReturnType<typeof liveLayout> | null = null,
) =>
  siteWith((r) =>
    r.scope({ pipeThrough: browser }, (r) =>
      r.liveSession("all", layout ? { layout: layout as never } : {}, (r) =>
        r.live(paths.home, liveView({ views: views as Record<never, never>, mount: () => ({}), render: content })),
      ),
    ),
  );

const textOf = async (site: Site, path = "/"): Promise<string> => (await site.request(path)).text();
/** The code of the error that a page ended with. */
const codeOf = async (site: Site, path = "/"): Promise<string | undefined> => {
  assert.equal((await site.request(path)).status, 500);
  return /LG_[A-Z_]+/.exec(site.logged.join())?.[0];
};

describe("the page of a live view with others in it", () => {
  it("shows them whole, in containers without a token: they get it from the view around them", async () => {
    const site = pageOf(
      { plays: Plays },
      () => html`<i>${liveRender(Plays, { id: "plays", session: { song: 7 } })}</i>`,
    );
    const page = await textOf(site);
    const id = /<div id="(phx-[^"]+)" data-phx-main/.exec(page)?.[1];
    const container = `<div id="plays" data-phx-session="" data-phx-static="" data-phx-parent-id="${id}"><b>7 still</b></div>`;
    assert.ok(page.includes(`<i>${container}</i>`), page);
  });

  it("shows a sticky one with a token of the page, whoever shows it", async () => {
    const layout = liveLayout({
      needs: [],
      views: { plays: Plays },
      render: ({ inner }) =>
        html`${inner}${liveRender(Plays, {
          id: "player",
          session: { song: 8 },
          sticky: true,
          container: { tag: "aside", attributes: { class: ["a", "b"] } },
        })}`,
    });
    const site = pageOf({}, () => html`<p>hello</p>`, layout as never);
    const page = await textOf(site);
    const found =
      /<aside id="player" data-phx-session="([^"]+)" data-phx-static="" data-phx-sticky class="a b"><b>8 still<\/b><\/aside>/.exec(
        page,
      );
    const token = readNestedToken(site.app.context, found?.[1]);
    assert.deepEqual(
      { ...token, sessionId: "", nonce: "" },
      {
        id: "player",
        viewName: "plays",
        place: "GET /",
        liveSession: "all",
        parent: null,
        isSticky: true,
        isLinked: false,
        sessionId: "",
        userSessionId: null,
        nonce: "",
        values: { song: 8 },
      },
    );
  });

  it("mounts siblings side by side, and those inside others in their place", async () => {
    const both = Promise.withResolvers<void>();
    let begun = 0;
    const Slow = liveView({
      mount: async () => {
        if (++begun === 2) both.resolve();
        await both.promise;
        return {};
      },
      render: () => html`<s></s>`,
    });
    const Around = liveView({
      views: { slow: Slow },
      mount: () => ({}),
      render: () => html`<u>${liveRender(Slow, { id: "in" })}</u>`,
    });
    const site = pageOf(
      { around: Around, slow: Slow },
      () => html`${liveRender(Around, { id: "around" })}${liveRender(Slow, { id: "out" })}`,
    );
    const page = await textOf(site);
    assert.match(
      page,
      /<div id="around"[^>]*><u><div id="in"[^>]* data-phx-parent-id="around"><s><\/s><\/div><\/u><\/div><div id="out"/,
    );
  });

  it("goes where one of them leads: by a halt, a hook or a navigation", async () => {
    const render = () => html`<p></p>`;
    const elsewhere: readonly (readonly [LiveView, number])[] = [
      [liveView({ mount: () => halt.redirect(paths.about(), { flash: { info: "left" } }), render }), 302],
      [liveView({ mount: () => halt.notFound(), render }), 404],
      [
        liveView({
          onMount: [
            (_params, _session, socket) => {
              socket.redirect(paths.about());
              return "halt";
            },
          ],
          mount: () => ({}),
          render,
        }),
        302,
      ],
    ];
    for (const [view, status] of elsewhere) {
      const answer = await pageOf({ view }, () => html`${liveRender(view, { id: "v" })}`).request("/");
      assert.equal(answer.status, status);
      if (status === 302) assert.equal(answer.headers.get("location"), "/about");
    }
  });

  it("isn't shown with two of one id, with one that isn't declared, or with values that don't fit", async () => {
    const twice = pageOf({ plays: Plays }, () => {
      const one = liveRender(Plays, { id: "x", session: { song: 1 } });
      return html`${one}${one}`;
    });
    assert.equal(await codeOf(twice), "LG_VIEW_TWICE");
    assert.equal(
      await codeOf(pageOf({}, () => html`${liveRender(Plays, { id: "x", session: { song: 1 } })}`)),
      "LG_VIEW_UNDECLARED",
    );
    const wrong = pageOf(
      { plays: Plays },
      () => html`${liveRender(Plays, { id: "x", session: { song: "1" as never } })}`,
    );
    assert.equal(await codeOf(wrong), "LG_VIEW_SESSION");
  });

  it("isn't shown with more than may join", async () => {
    const many = Array.from({ length: 100 }, (_, n) => liveRender(Plays, { id: `p${n}`, session: { song: n } }));
    assert.equal(await codeOf(pageOf({ plays: Plays }, () => html`${many}`)), "LG_VIEW_LIMIT");
  });
});

describe("a plain page with live views in it", () => {
  let user: string | null = "Ada";
  const fetchUser = provide("fetchUser", () => ({ user }));
  const requireUser = guard.identity("requireUser", fetchUser, ({ user: name }) =>
    name ? { user: name } : halt.redirect(paths.logIn()),
  );
  const Hello = liveView({
    needs: [requireUser],
    mount: () => ({}),
    render: ({ user: name }) => html`<em>${name}</em>`,
  });
  const page = pageLayout({ needs: [], render: ({ inner }) => html`<main>${inner}</main>` });
  const site = siteWith((r) =>
    r.scope({ pipeThrough: browser, layout: page }, (r) => {
      r.scope({ guards: [requireUser], views: { hello: Hello } }, (r) =>
        r.get(paths.about, (c) => c.render(html`<p>${liveRender(Hello, { id: "hello" })}</p>`)),
      );
      r.scope({ public: true }, (r) =>
        r.get(paths.logIn, (c) => c.render(html`<p>${liveRender(Hello, { id: "hello" })}</p>`)),
      );
    }),
  );

  it("shows them with what its guards gave, and with tokens that name the page", async () => {
    user = "Ada";
    const text = await textOf(site, "/about");
    const token =
      /<main><p><div id="hello" data-phx-session="([^"]+)" data-phx-static=""><em>Ada<\/em><\/div><\/p><\/main>/.exec(
        text,
      )?.[1];
    const read = readNestedToken(site.app.context, token);
    assert.deepEqual([read?.place, read?.liveSession, read?.parent], ["GET /about", "", null]);
  });

  it("shows none where its guards halt", async () => {
    user = null;
    assert.equal((await site.request("/about")).headers.get("location"), "/log_in");
  });

  it("shows none that its scope doesn't declare", async () => {
    user = "Ada";
    assert.equal(await codeOf(site, "/log_in"), "LG_VIEW_PLACE");
  });
});

describe("the router refuses", () => {
  const routed = (view: LiveView) => () =>
    siteWith((r) =>
      r.liveSession("all", {}, (r) => r.live(paths.home, view as LiveView<never, object, never, object>)),
    );

  it("a view inside another one that wants a URL, and one in a route that wants session values", () => {
    const Wanting = liveView({ mount: () => ({}), handleParams: () => {}, render: () => html`` });
    const Around = liveView({ views: { wanting: Wanting }, mount: () => ({}), render: () => html`` });
    assert.throws(routed(Around as LiveView), { code: "LG_VIEW_ROUTED", message: /"wanting".*handleParams/ });
    assert.throws(routed(Plays as LiveView), { code: "LG_VIEW_SESSION" });
  });

  it("two views of one name", () => {
    const Other = liveView({ mount: () => ({}), render: () => html`` });
    const Inner = liveView({ views: { plays: Other }, mount: () => ({}), render: () => html`` });
    const Around = liveView({ views: { plays: Plays, inner: Inner }, mount: () => ({}), render: () => html`` });
    assert.throws(routed(Around as LiveView), { code: "LG_VIEW_NAME" });
  });

  it("a page whose guards lack what a view inside it needs", () => {
    const requireUser = guard.identity("requireUser", () => ({ user: 1 }));
    const Mine = liveView({ needs: [requireUser], mount: () => ({}), render: () => html`` });
    const Around = liveView({ views: { mine: Mine }, mount: () => ({}), render: () => html`` });
    assert.throws(routed(Around as LiveView), { code: "LG_NEEDS", message: /requireUser/ });
    const plain = () =>
      siteWith((r) => r.scope({ views: { mine: Mine } as never }, (r) => r.get(paths.about, () => new Response())));
    assert.throws(plain, { code: "LG_NEEDS", message: /The live view "mine" on GET \/about/ });
  });
});

describe("liveRender", () => {
  it("takes an id without white space, and a container that holds content", () => {
    const show = (options: object) => () => liveRender(Plays, { session: { song: 1 }, ...options } as never);
    assert.throws(show({ id: "a b" }), { code: "LG_VIEW_ID" });
    assert.throws(show({ id: "" }), { code: "LG_VIEW_ID" });
    for (const tag of ["script", "img", "textarea", "p onclick=x", "DIV"]) {
      assert.throws(show({ id: "a", container: { tag } }), { code: "LG_CONTAINER" }, tag);
    }
    assert.throws(show({ id: "a", container: { attributes: { "data-phx-main": true } } }), { code: "LG_CONTAINER" });
    assert.throws(show({ id: "a", container: { attributes: { onclick: "x" } } }), { code: "LG_ATTRIBUTE_NAME" });
    show({ id: "a", container: { tag: "now-playing", attributes: { class: "x" } } })();
  });
});
