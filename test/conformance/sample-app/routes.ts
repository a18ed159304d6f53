import { type OnMountHook, csrfField, html, pipeline, router } from "livegate";
import { fetchLiveFlash, fetchSession, protectFromForgery, putRootLayout, secureHeaders } from "livegate/plug";
import { componentsLive } from "./components-live.ts";
import { counterLive } from "./counter-live.ts";
import { crashLive } from "./crash-live.ts";
import { draftLive } from "./draft-live.ts";
import { fickleLive } from "./fickle-live.ts";
import { formLive } from "./form-live.ts";
import { guardsOf } from "./guards.ts";
import { live, page, root } from "./layouts.ts";
import { listLive } from "./list-live.ts";
import { streamLive } from "./stream-live.ts";
import { paths } from "./paths.ts";
import type { Probe } from "./probe.ts";
import { songLive, withPlayer } from "./player-live.ts";
import { roomLive } from "./room-live.ts";
import { attach } from "./attach.ts";
import { asideLive, membersLive, typedLive, waitingLive, workshopLive } from "./small-views.ts";
import { tasksLive } from "./tasks-live.ts";
import { tripLive } from "./trip-live.ts";
import { uploadsLive } from "./uploads-live.ts";

const browser = pipeline([
  fetchSession(),
  fetchLiveFlash(),
  putRootLayout(root),
  protectFromForgery(),
  secureHeaders(),
]);

/** Two public live sessions, one for members, and plain pages between them. */
export function sampleRoutes(probe: Probe) {
  const guards = guardsOf(probe);
  const hook: OnMountHook = () => {
    probe.note("hook of the session");
    return "cont";
  };
  const [trip, draft] = [tripLive(), draftLive()];
  return router((r) => {
    r.scope({ pipeThrough: browser, guards: [guards.fetchVisitor], layout: page, public: true }, (r) => {
      r.get(paths.plain, (c) => c.render(html`<h1 id="plain">Plain</h1>`, { pageTitle: "Plain" }));
      r.get(paths.broken, () => {
        throw new Error("A handler fails.");
      });
      r.get(paths.logIn, (c) => c.render(html`<form method="post" action="/log_in">${csrfField()}</form>`));
      r.post(paths.logIn, (c) => {
        c.var.session.put("name", "Ada");
        c.var.session.putFlash("info", "Welcome.");
        return c.redirect(c.req.query("return_to") ?? "/members");
      });
      r.post(paths.logOut, (c) => {
        c.var.session.clear();
        c.var.session.renew();
        return c.redirect("/counter");
      });
      r.get(paths.attach, (c) => c.render(html`<form method="post">${csrfField()}</form>`));
      r.post(paths.attach, (c) => attach(c, probe));
      r.post(paths.post, async (c) => c.text(JSON.stringify(await c.req.parseBody())));

      r.liveSession("shop", { layout: live, onMount: [hook] }, (r) => {
        r.live(paths.counter, counterLive(probe));
        r.live(paths.trip, trip);
        r.live(paths.fickle, fickleLive(probe));
        r.live(paths.crash, crashLive());
        r.live(paths.form, formLive());
        r.live(paths.room, roomLive(probe));
        r.live(paths.draft, draft);
        r.live(paths.list, listLive());
        r.live(paths.stream, streamLive());
        r.live(paths.components, componentsLive(probe));
        r.live(paths.tasks, tasksLive(probe));
        r.live(paths.waiting, waitingLive(probe));
        r.live(paths.typed, typedLive());
        r.live(paths.uploads, uploadsLive(probe));
      });
      r.liveSession("music", { layout: withPlayer }, (r) => {
        r.live(paths.song, songLive("Blue"));
        r.live(paths.nextSong, songLive("River"));
      });
      r.liveSession("aside", { layout: live }, (r) => r.live(paths.aside, asideLive()));
    });
    r.scope({ pipeThrough: browser, development: true }, (r) => {
      r.liveSession("workshop", {}, (r) => r.live(paths.workshop, workshopLive()));
    });
    r.scope({ pipeThrough: browser, guards: [guards.requireMember] }, (r) => {
      r.liveSession("members", { layout: live }, (r) => {
        r.live(paths.members, membersLive(guards));
        r.live(paths.membersTrip, trip);
        r.live(paths.membersDraft, draft);
      });
    });
  });
}
