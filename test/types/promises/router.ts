import { html, liveLayout, pageLayout, pipeline, router } from "livegate";
import type { EndpointOptions } from "livegate/endpoint";
import { fetchSession, putRootLayout } from "livegate/plug";
import { fetchUser, requireAdmin, requireSudo, requireUser, visitorOnly } from "./guards.ts";
import { AlbumsLive, DangerLive, HomeLive, LogInLive, ShowLive } from "./live-views.ts";
import { paths } from "./paths.ts";

const member = liveLayout({
  needs: [requireUser],
  render: ({ currentUser, inner }) => html`${currentUser.email}${inner}`,
});
const anybody = liveLayout({
  needs: [fetchUser],
  render: ({ currentUser, inner, flash }) => html`${currentUser?.email}${flash["info"]}${inner}`,
});
const memberPage = pageLayout({
  needs: [requireUser],
  render: ({ currentUser, inner }) => html`${currentUser.email}${inner}`,
});
// @ts-expect-error -- a layout has what its own needs give, and no more
liveLayout({ needs: [fetchUser], render: ({ admin, inner }) => html`${admin}${inner}` });

const browser = pipeline([fetchSession(), putRootLayout(({ inner }) => html`${inner}`)]);

export const routes: EndpointOptions["router"] = router((r) => {
  r.scope({ pipeThrough: browser, guards: [fetchUser] }, (r) => {
    // A plain route is a real Hono handler: the guards' values, the session and the path's params are typed.
    r.get(paths.album, (c) => c.text(`${c.var.currentUser?.email} ${c.req.param("id")} ${c.var.session.id}`));
    // @ts-expect-error -- this scope's visitor may be nobody
    r.get(paths.home, (c) => c.text(c.var.currentUser.email));
    // @ts-expect-error -- what no guard gave isn't there
    r.get(paths.home, (c) => c.text(String(c.var.admin)));
    r.post(paths.logIn, (c) => c.render(html`${c.var.flash["info"]}`, { pageTitle: "Log in" }));

    r.liveSession("visitor", { public: true, guards: [visitorOnly], layout: anybody }, (r) => {
      r.live(paths.logIn, LogInLive);
      r.live(paths.home, HomeLive);
      // @ts-expect-error -- the view has no actions
      r.live(paths.home, HomeLive, "index");
      // @ts-expect-error -- the view needs requireUser, and this live session doesn't run it
      r.live(paths.albums, AlbumsLive, "index");
    });
    // @ts-expect-error -- the layout needs requireUser
    r.liveSession("wrong", { public: true, layout: member }, () => {});
    // @ts-expect-error -- a page's layout is none of live views
    r.liveSession("wrong", { guards: [requireUser], layout: memberPage }, () => {});
    // @ts-expect-error -- the page's layout needs requireUser
    r.scope({ layout: memberPage }, () => {});
    // @ts-expect-error -- live routes stand in live sessions
    r.live(paths.home, HomeLive);

    r.liveSession("member", { guards: [requireUser], layout: member }, (r) => {
      r.live(paths.albums, AlbumsLive, "index");
      r.live(paths.albumNew, AlbumsLive, "new");
      r.live(paths.album, ShowLive);
      // @ts-expect-error -- there is no such action
      r.live(paths.albums, AlbumsLive, "edit");
      // @ts-expect-error -- the action is missing
      r.live(paths.albums, AlbumsLive);
      // @ts-expect-error -- the view wants an :id, and the path has none
      r.live(paths.albums, ShowLive);
      // @ts-expect-error -- currentUser has the right shape, but the sudo guard did not run
      r.live(paths.danger, DangerLive);
      // @ts-expect-error -- a route is a defined path
      r.live("/albums", AlbumsLive, "index");
      r.post(paths.albums, (c) => c.text(c.var.currentUser.email));
      r.scope({ guards: [requireAdmin], layout: memberPage }, (r) => {
        r.liveSession("sudo", { guards: [requireSudo], layout: anybody }, (r) => {
          r.live(paths.danger, DangerLive);
        });
      });
    });
  });
});
