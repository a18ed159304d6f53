import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Hono, type MiddlewareHandler } from "hono";
import { z } from "zod";
import { csrfField } from "../html/csrf-field.ts";
import { html } from "../html/html.ts";
import { guard } from "../live/guard.ts";
import { halt } from "../live/halt.ts";
import type { OnMountHook } from "../live/hook.ts";
import { liveLayout } from "../live/live-layout.ts";
import { liveView } from "../live/live-view.ts";
import { definePaths } from "../paths/define-paths.ts";
import { fetchLiveFlash } from "../plug/fetch-live-flash.ts";
import { fetchSession } from "../plug/fetch-session.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { putRootLayout } from "../plug/put-root-layout.ts";
import { secureHeaders } from "../plug/secure-headers.ts";
import { readSession, sessionCookie } from "../plug/session-cookie.ts";
import { Session } from "../plug/session.ts";
import {
  type LiveTestApp,
  type LiveTestOptions,
  type TestRoute,
  liveTestApp,
  plainSession,
  settled,
} from "./live-test-app.ts";
import { readPageToken, readStaticToken } from "./page-token.ts";
import { RELOAD_STATUS_COOKIE, signReloadStatus } from "./reload-status.ts";
import { liveHandler } from "./static-render.ts";

const paths = definePaths({ home: "/", logIn: "/log_in", list: "/?page" });
const HelloLive = liveView({
  params: z.object({ name: z.string().default("you") }),
  mount: ({ params }) => ({ name: params.name }),
  pageTitle: ({ name }) => `Hello ${name}`,
  render: ({ name, flash }) => html`<p>Hello ${name} ${flash["info"]}</p>`,
});

const browser: readonly MiddlewareHandler<PlugEnv>[] = [
  fetchSession(),
  fetchLiveFlash(),
  putRootLayout(
    ({ inner, pageTitle, csrfToken }) => html`<title>${pageTitle}</title><meta content=${csrfToken}>${inner}`,
  ),
  secureHeaders(),
];

interface Site {
  readonly app: LiveTestApp;
  get(path: string, cookie?: string, method?: string): Promise<Response>;
}

/** One live route over HTTP, behind these plugs. */
function siteOf(route: Partial<TestRoute> = {}, options: LiveTestOptions = {}, plugs = browser): Site {
  const app = liveTestApp([{ path: "/", view: HelloLive, ...route }], options);
  const hono = new Hono<PlugEnv>();
  const live = liveHandler(app.runtime, app.routes[0]!, (status) => new Response(`page of ${status}`, { status }));
  hono.on("GET", [`${app.context.base}/`], ...plugs, live);
  hono.onError((error) => new Response(String(error), { status: 500 }));
  return {
    app,
    get: async (path, cookie, method = "GET") =>
      hono.request(path, { method, headers: cookie ? { cookie } : {} }, { endpoint: app.context }),
  };
}

const attribute = (page: string, name: string): string =>
  new RegExp(` ${name}="([^"]*)"`).exec(page)?.[1] ?? assert.fail(`no ${name} in ${page}`);
const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
/** The session that a response leaves the browser with. */
const sessionOf = (response: Response, app: LiveTestApp): Session => readSession(cookieOf(response), app.context);

describe("a live page", () => {
  it("is the view in its container in the root layout, with its title", async () => {
    const response = await siteOf().get("/?name=<Ada>");
    const page = await response.text();
    assert.deepEqual([response.status, response.headers.get("cache-control")], [200, "no-store"]);
    assert.match(
      page,
      /^<title>Hello &lt;Ada&gt;<\/title><meta content="[\w-]{64}"><div id="phx-[\w-]{16}" data-phx-main /,
    );
    assert.ok(page.endsWith("<p>Hello &lt;Ada&gt; </p></div>"), page);
  });

  it("stands in the element that its view wants, beside the client's attributes", async () => {
    const Wide = liveView({
      container: { tag: "main", attributes: { class: ["wide", "page"], title: '"' } },
      mount: () => ({}),
      render: () => html`<p>Wide</p>`,
    });
    const page = await (await siteOf({ view: Wide }).get("/")).text();
    assert.match(
      page,
      /<main id="phx-[^"]+" data-phx-main data-phx-session="[^"]+" data-phx-static="" class="wide page" title="&quot;"><p>Wide<\/p><\/main>$/,
    );
  });

  it("has a token that says what it shows, to whom, with which nonce", async () => {
    const { app, get } = siteOf();
    const response = await get("/");
    const page = await response.text();
    const token = readPageToken(app.context, attribute(page, "data-phx-session"));
    assert.deepEqual(token, {
      id: attribute(page, "id"),
      viewName: "/",
      liveSession: "default",
      sessionId: sessionOf(response, app).id,
      userSessionId: null,
      nonce: /'nonce-([^']+)'/.exec(response.headers.get("content-security-policy") ?? "")?.[1],
    });
  });

  it("can be joined with its tokens and its cookie", async () => {
    const { app, get } = siteOf();
    const response = await get("/");
    const page = await response.text();
    const session = sessionOf(response, app);
    const wire = app.connect({ session, trust: "trusted", remoteAddress: "192.0.2.1" });
    const view = wire.join("/", {
      id: attribute(page, "id"),
      session: attribute(page, "data-phx-session"),
      static: attribute(page, "data-phx-static"),
    });
    await settled();
    assert.equal(view.answer?.[1], "ok");
  });

  it("shows the messages that were left for it, and lets the first join show them again", async () => {
    const { app, get } = siteOf();
    const session = new Session();
    session.putFlash("info", "Saved");
    const response = await get("/", sessionCookie(session, app.context)?.split(";", 1)[0]);
    const page = await response.text();
    assert.match(page, /Hello you Saved/);
    const token = attribute(page, "data-phx-static");
    assert.deepEqual({ ...readStaticToken(app.context, attribute(page, "id"), token) }, { info: "Saved" });
    assert.match(await (await get("/", cookieOf(response))).text(), /Hello you <\/p>/);
  });

  it("has no static token where there is no message", async () => {
    assert.equal(attribute(await (await siteOf().get("/")).text(), "data-phx-static"), "");
  });

  it("has one CSRF token in all of its forms and its layout", async () => {
    const view = liveView({ mount: () => ({}), render: () => html`<form>${csrfField()}</form>` });
    const page = await (await siteOf({ view }).get("/")).text();
    assert.equal(attribute(page, "value"), attribute(page, "content"));
  });

  it("stands in its live session's layout", async () => {
    const layout = liveLayout({ needs: [], render: ({ inner }) => html`<main>${inner}</main>` });
    const page = await (await siteOf({ liveSession: { ...plainSession, layout } }).get("/")).text();
    assert.match(page, /<main><p>Hello you <\/p><\/main><\/div>$/);
  });

  it("is not connected, and hears no topic", async () => {
    const view = liveView({
      mount: ({ connected }) => ({ connected }),
      subscribe: () => assert.fail("subscribed"),
      render: ({ connected }) => html`<p>${connected ? "live" : "dead"}</p>`,
    });
    assert.match(await (await siteOf({ view }).get("/")).text(), /<p>dead<\/p>/);
  });

  it("isn't sent when it is too large", async () => {
    const { app, get } = siteOf({}, { limits: { pageLength: 100 } });
    const response = await get("/");
    assert.equal(response.status, 500);
    assert.equal(app.runtime.counters.value("page_too_large"), 1);
  });

  it("is refused where its query is beyond the limits", async () => {
    const query = Array.from({ length: 1001 }, (_, index) => `k${index}=1`).join("&");
    assert.equal((await siteOf().get(`/?${query}`)).status, 400);
  });
});

describe("a live page that is halted", () => {
  const halting = (halted: ReturnType<typeof halt.notFound>) => ({ guards: [guard("closed", () => halted)] });

  it("by a guard redirects with its messages and the way back", async () => {
    const flash = { error: "Log in first" };
    const { app, get } = siteOf(halting(halt.redirect(paths.logIn(), { flash, returnTo: true })), { base: "/shop" });
    const response = await get("/shop/?name=Ada");
    const to = "/shop/log_in?return_to=%2Fshop%2F%3Fname%3DAda";
    assert.deepEqual([response.status, response.headers.get("location")], [302, to]);
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.deepEqual({ ...sessionOf(response, app).takeFlash() }, flash);
  });

  it("keeps no way back where nobody asked for it, for a HEAD, or when it is too long", async () => {
    const plain = siteOf(halting(halt.redirect(paths.logIn(), { flash: { info: "a" } })));
    const back = siteOf(halting(halt.redirect(paths.logIn(), { flash: { info: "a" }, returnTo: true })));
    const answers = [plain.get("/"), back.get("/", undefined, "HEAD"), back.get(`/?name=${"a".repeat(1100)}`)];
    for (const answer of answers) assert.equal((await answer).headers.get("location"), "/log_in");
  });

  it("is the page of its status where it is forbidden, not found, or its params don't fit", async () => {
    const pageOf = async (site: Site, path = "/") => (await site.get(path)).text();
    assert.equal(await pageOf(siteOf(halting(halt.notFound()))), "page of 404");
    assert.equal(await pageOf(siteOf(halting(halt.forbidden()))), "page of 403");
    const missing = liveView({ mount: () => halt.notFound(), render: () => html`` });
    assert.equal(await pageOf(siteOf({ view: missing })), "page of 404");
    const params = z.object({ n: z.coerce.number() });
    assert.equal(
      await pageOf(siteOf({ view: liveView({ params, mount: () => ({}), render: () => html`` }) }), "/?n=x"),
      "page of 404",
    );
  });

  it("by a hook goes where the hook sends it, with all messages", async () => {
    const leave: OnMountHook = (_params, _session, socket) => {
      socket.putFlash("error", "Closed");
      socket.redirect(paths.logIn());
      return "halt";
    };
    const { app, get } = siteOf({ liveSession: { ...plainSession, onMount: [leave] } });
    const response = await get("/");
    assert.deepEqual([response.status, response.headers.get("location")], [302, "/log_in"]);
    assert.deepEqual({ ...sessionOf(response, app).takeFlash() }, { error: "Closed" });
  });

  it("by handleParams' navigation or patch is a redirect", async () => {
    for (const navigate of ["pushNavigate", "pushPatch", "redirect"] as const) {
      const view = liveView({
        mount: () => ({}),
        handleParams: (socket) => void socket[navigate](paths.list({ page: 1 })),
        render: () => assert.fail("rendered"),
      });
      const response = await siteOf({ view }).get("/");
      assert.deepEqual([response.status, response.headers.get("location")], [302, "/?page=1"]);
    }
  });
});

describe("a live page that is loaded anew because its join ended with a status", () => {
  it("is that status's page, once", async () => {
    const { app, get } = siteOf();
    const response = await get("/", `${RELOAD_STATUS_COOKIE}=${signReloadStatus(app.context, 403)}`);
    assert.equal(await response.text(), "page of 403");
    assert.deepEqual(response.headers.getSetCookie(), [`${RELOAD_STATUS_COOKIE}=; Path=/; Max-Age=0`]);
  });

  it("is itself where the status isn't ours: the cookie is taken back, counted and told to the log", async () => {
    const { app, get } = siteOf();
    const response = await get("/", `${RELOAD_STATUS_COOKIE}=404`);
    assert.match(await response.text(), /Hello you/);
    assert.ok(response.headers.getSetCookie().includes(`${RELOAD_STATUS_COOKIE}=; Path=/; Max-Age=0`));
    assert.equal(app.runtime.counters.snapshot()["reload_status_refused"], 1);
  });
});

describe("a pipeline of a live page", () => {
  it("may have no secureHeaders(): its page can be joined all the same", async () => {
    const { app, get } = siteOf({}, {}, [fetchSession(), fetchLiveFlash()]);
    const page = await (await get("/")).text();
    assert.notEqual(readPageToken(app.context, attribute(page, "data-phx-session")), null);
  });

  it("may have no fetchLiveFlash(): its page has no messages", async () => {
    const response = await siteOf({}, {}, [fetchSession()]).get("/");
    assert.match(await response.text(), /Hello you <\/p>/);
  });

  it("must have fetchSession(), and says so", async () => {
    const response = await siteOf({}, {}, [secureHeaders()]).get("/");
    assert.match(await response.text(), /\[LG_NO_SESSION\] The route "\/" needs a session[^]*fetchSession\(\)/);
  });
});
