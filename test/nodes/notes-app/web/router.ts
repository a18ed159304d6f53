import { definePaths, html, pipeline, router } from "livegate";
import { fetchLiveFlash, fetchSession, putRootLayout, secureHeaders } from "livegate/plug";
import { NotesLive } from "./notes-live.ts";

export const paths = definePaths({ home: "/", which: "/which" });

const browser = pipeline([
  fetchSession(),
  fetchLiveFlash(),
  putRootLayout(
    ({ inner, csrfToken, asset }) =>
      html`<!doctype html>
        <html lang="en">
          <head>
            <title>Notes</title>
            <link rel="icon" href="data:," />
            <meta name="csrf-token" content=${csrfToken} />
            <script defer src=${asset("/assets/app.js")}></script>
          </head>
          <body>
            ${inner}
          </body>
        </html>`,
  ),
  secureHeaders(),
]);

export default router((r) => {
  r.scope({ pipeThrough: browser }, (inner) => {
    inner.get(paths.which, (c) => c.text(String(process.pid)));
    inner.liveSession("all", {}, (live) => live.live(paths.home, NotesLive));
  });
});
