import { setImmediate } from "node:timers/promises";
import {
  assignAsync,
  asyncResult,
  csrfField,
  html,
  liveLayout,
  liveView,
  pageLayout,
  pipeline,
  router,
} from "livegate";
import { type Clock, systemClock } from "livegate/clock";
import { type App, endpoint } from "livegate/endpoint";
import { fetchLiveFlash, fetchSession, logger, protectFromForgery, putRootLayout, secureHeaders } from "livegate/plug";
import { Secret } from "livegate/token";
import { albumsLive } from "#web/albums-live";
import { fetchName, requireAdmin, requireName } from "#web/guards";
import { pubsub } from "#web/news";
import { paths } from "#web/paths";

const root = putRootLayout(
  ({ inner, csrfToken }) => html`<meta name="csrf-token" content=${csrfToken}><title>Albums</title>${inner}`,
);
const browser = pipeline([fetchSession(), fetchLiveFlash(), root, protectFromForgery(), secureHeaders()]);

const live = liveLayout({ needs: [], render: ({ inner }) => inner });
const page = pageLayout({ needs: [], render: ({ inner }) => inner });

const accountLive = (titles: readonly string[]) =>
  liveView({
    needs: [requireName],
    mount: () => ({ count: assignAsync(() => setImmediate(titles.length)) }),
    render: ({ name, count }) =>
      html`<h1>${name}</h1><p id="count">${asyncResult({ of: count, ok: (n) => `${n} albums` })}</p>`,
  });

/** The app that the page on testing is about, with some albums on its shelf. */
export const albumsApp = (titles: readonly string[] = [], { clock = systemClock }: { clock?: Clock } = {}): App =>
  endpoint({
    router: router((r) => {
      r.scope({ pipeThrough: browser, guards: [fetchName], layout: page }, (r) => {
        r.scope({ public: true }, (r) => {
          r.get(paths.logIn, (c) =>
            c.render(
              html`<form action=${c.req.url} method="post">${csrfField()}<input name="name"><button>Log in</button></form>`,
            ),
          );
          r.post(paths.logIn, async (c) => {
            c.var.session.put("name", String((await c.req.parseBody())["name"]));
            return c.redirect(c.req.query("return_to") ?? "/account");
          });
        });
        const [AlbumsLive, AccountLive] = [albumsLive(titles), accountLive(titles)];
        r.liveSession("albums", { public: true, layout: live }, (r) => {
          r.live(paths.albums, AlbumsLive, "index");
          r.live(paths.newAlbum, AlbumsLive, "new");
        });
        r.liveSession("member", { guards: [requireName], layout: live }, (r) => r.live(paths.account, AccountLive));
        r.liveSession("admin", { guards: [requireAdmin], layout: live }, (r) => r.live(paths.audit, AccountLive));
      });
    }),
    pubsub,
    clock,
    url: new URL("http://albums.test"),
    secretKeyBase: [new Secret("only-for-tests-".repeat(5))],
    production: false,
    log: logger({ level: "silent" }),
  });
