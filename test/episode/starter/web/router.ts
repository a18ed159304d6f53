import { pipeline, router } from "livegate";
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
  r.scope({ pipeThrough: browser, layout: page }, (r) => {
    r.liveSession("albums", { layout: live }, (r) => {
      r.live(paths.home, AlbumIndexLive, "index");
      r.live(paths.albumNew, AlbumIndexLive, "new");
      r.live(paths.albumEdit, AlbumIndexLive, "edit");
      r.live(paths.album, AlbumShowLive, "show");
      r.live(paths.albumShowEdit, AlbumShowLive, "edit");
    });
  });
});
