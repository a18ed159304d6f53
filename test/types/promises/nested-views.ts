// What a view inside others gets and needs is checked where it is shown and where its page stands.
import { definePaths, guard, halt, html, liveLayout, liveRender, liveView, router } from "livegate";
import { z } from "zod";

const paths = definePaths({ home: "/", about: "/about" });
const requireUser = guard.identity("requireUser", () => (Math.random() > 2 ? halt.forbidden() : { user: "Ada" }));

const Plays = liveView({
  needs: [requireUser],
  session: z.object({ albumId: z.number(), from: z.number().default(0) }),
  mount: ({ session, user }) => {
    const typed: readonly [number, number, string] = [session.albumId, session.from, user];
    return { plays: typed[1] };
  },
  render: ({ plays }) => html`<p>${plays}</p>`,
});
const Clock = liveView({ mount: () => ({}), render: () => html`<p></p>` });

liveRender(Plays, { id: "a", session: { albumId: 1 }, sticky: true, container: { tag: "section" } });
liveRender(Clock, { id: "b" });
// @ts-expect-error -- its mount needs an album
liveRender(Plays, { id: "a" });
// @ts-expect-error -- and that is a number
liveRender(Plays, { id: "a", session: { albumId: "1" } });
// @ts-expect-error -- every view inside another one has an id
liveRender(Clock, {});

const Page = liveView({ views: { plays: Plays }, mount: () => ({}), render: () => html`` });
const layout = liveLayout({ needs: [], views: { plays: Plays }, render: ({ inner }) => inner });

router((r) => {
  r.liveSession("visitor", { public: true }, (r) => {
    r.live(paths.home, Clock);
    // @ts-expect-error -- what stands in it needs requireUser
    r.live(paths.about, Page);
    // @ts-expect-error -- no URL gives what its mount needs
    r.live(paths.about, Plays);
  });
  r.liveSession("member", { guards: [requireUser] }, (r) => r.live(paths.about, Page));
  // @ts-expect-error -- what stands in the layout needs requireUser
  r.liveSession("open", { public: true, layout }, () => {});
  r.liveSession("closed", { guards: [requireUser], layout }, () => {});
  // @ts-expect-error -- what its pages show needs requireUser
  r.scope({ public: true, views: { plays: Plays } }, () => {});
  r.scope({ guards: [requireUser], views: { plays: Plays } }, () => {});
});
