/* oxlint-disable no-shadow -- the inner r takes the place of the outer one, which is closed meanwhile */
import { pipeline, router } from "livegate";
import { devTools } from "livegate/dev";
import {
  compress,
  fetchLiveFlash,
  fetchSession,
  logRequests,
  protectFromForgery,
  putRootLayout,
  secureHeaders,
} from "livegate/plug";
import { live, page, root } from "./components/layouts.ts";
import { aboutPage } from "./controllers/page-controller.ts";
import { AlbumIndexLive } from "./live/albums/album-index-live.ts";
import { AlbumShowLive } from "./live/albums/album-show-live.ts";
import { paths } from "./paths.ts";

const browser = pipeline([
  logRequests(),
  compress(),
  fetchSession(),
  fetchLiveFlash(),
  putRootLayout(root),
  protectFromForgery(),
  secureHeaders(),
]);

export default router((r) => {
  r.scope({ pipeThrough: browser, layout: page, public: true }, (r) => {
    r.get(paths.about, (c) => c.render(aboutPage));

    r.liveSession("albums", { public: true, layout: live }, (r) => {
      r.live(paths.home, AlbumIndexLive, "index");
      r.live(paths.albumNew, AlbumIndexLive, "new");
      r.live(paths.albumEdit, AlbumIndexLive, "edit");
      r.live(paths.album, AlbumShowLive, "show");
      r.live(paths.albumShowEdit, AlbumShowLive, "edit");
    });
  });

  r.scope({ pipeThrough: browser, development: true }, devTools());
});
