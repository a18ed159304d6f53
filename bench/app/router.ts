import { definePaths, html, pipeline, router } from "livegate";
import {
  type RootLayoutProps,
  fetchLiveFlash,
  fetchSession,
  protectFromForgery,
  putRootLayout,
  secureHeaders,
} from "livegate/plug";
import {
  Accounts,
  accountPaths,
  keepUserSession,
  logInUser,
  logOutUser,
  refreshUserSession,
  requireAuthenticatedUser,
  userOf,
} from "./accounts.ts";
import { appPubSub } from "livegate/pubsub";
import { logIn, register, requestLogInLink, requestPasswordReset } from "./account-forms.ts";
import { SharedAlbums, albums } from "./albums.ts";
import { CONTEXT } from "../../packages/livegate/src/auth/authentication.ts";
import { ownAlbumsLive, renames, sharedAlbumsLive } from "./albums-live.ts";
import { partedAlbumsLive, wholeAlbumsLive } from "./nested-albums-live.ts";
import { componentAlbumsLive } from "./component-albums-live.ts";
import { streamedAlbumsLive } from "./streamed-albums-live.ts";
import { uploadLive } from "./upload-live.ts";

const paths = definePaths({
  home: "/",
  shared: "/shared",
  many: "/many",
  streams: "/streams",
  manyStreamed: "/streams/many",
  whole: "/whole",
  parts: "/parts",
  components: "/components",
  upload: "/upload",
  broadcast: "/bench/broadcast?id",
  endSessions: "/bench/end_sessions?id",
  begunSince: "/bench/begun_since",
  forgetSessions: "/bench/forget_sessions?id",
  collect: "/bench/gc",
});

export const pubsub = appPubSub();
const shared = new SharedAlbums(albums(100));
const manyShared = new SharedAlbums(albums(1000));

const root = ({ inner, pageTitle, csrfToken, nonce }: RootLayoutProps) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="csrf-token" content=${csrfToken} />
        <title>${pageTitle ?? "Albums"}</title>
        <script nonce=${nonce} defer src="/assets/app.js"></script>
      </head>
      <body>
        ${inner}
      </body>
    </html>`;

const browser = pipeline([
  fetchSession(),
  fetchLiveFlash(),
  putRootLayout(root),
  protectFromForgery(),
  secureHeaders(),
]);

const members = pipeline([
  fetchSession(),
  keepUserSession(),
  fetchLiveFlash(),
  putRootLayout(root),
  protectFromForgery(),
  secureHeaders(),
]);

/** Events of users' pages that have begun: all, and those before a session's end was answered last. */
let [begun, begunBefore] = [0, 0];

/**
 * Nine pages in the browser's pipeline, one that only users see, four forms of accounts, and five levers for the load: three have
 * no session and so no CSRF token, two log in and out by a GET, which no app should do.
 */
export const routes = router((r) => {
  r.scope({ pipeThrough: browser }, (r) => {
    r.liveSession("albums", { public: true }, (r) => {
      r.live(paths.home, ownAlbumsLive(100));
      r.live(paths.shared, sharedAlbumsLive(shared));
      r.live(paths.many, ownAlbumsLive(1000));
      r.live(paths.streams, streamedAlbumsLive(shared));
      r.live(paths.manyStreamed, streamedAlbumsLive(manyShared));
      r.live(paths.components, componentAlbumsLive(100));
      r.live(paths.upload, uploadLive());
      r.live(paths.whole, wholeAlbumsLive);
      r.live(paths.parts, partedAlbumsLive);
    });
  });
  r.scope({ pipeThrough: members }, (r) => {
    r.liveSession("members", { guards: [requireAuthenticatedUser] }, (r) => {
      r.live(
        accountPaths.secure,
        ownAlbumsLive(100, () => void (begun += 1)),
      );
    });
    r.scope({ public: true }, (r) => {
      r.get(accountPaths.logInAs, (c) => {
        const user = userOf(c.req.param("id"));
        return user ? logInUser(c, user, { method: "link" }) : c.notFound();
      });
      r.post(accountPaths.logIn, logIn);
      r.post(accountPaths.logInLink, requestLogInLink);
      r.post(accountPaths.register, register);
      r.post(accountPaths.resetPassword, requestPasswordReset);
      r.get(accountPaths.logOut, (c) => logOutUser(c));
      r.post(accountPaths.refresh, refreshUserSession);
    });
  });
  r.scope({ public: true }, (r) => {
    r.post(paths.broadcast, (c) => {
      const id = Number(c.req.query("id"));
      shared.rename(id);
      pubsub.broadcast(renames(), { id });
      return c.body(null, 204);
    });
    r.post(paths.endSessions, async (c) => {
      await Accounts.endSessions(Number(c.req.query("id")));
      begunBefore = begun;
      return c.body(null, 204);
    });
    r.post(paths.begunSince, (c) => c.text(`${begun - begunBefore} ${begun}`));
    // As another process does it: the rows go, and nobody says so here.
    r.post(paths.forgetSessions, async (c) => {
      await Accounts[CONTEXT]()
        .db.deleteFrom("sessions")
        .where("user_id", "=", Number(c.req.query("id")))
        .execute();
      return c.body(null, 204);
    });
    r.post(paths.collect, (c) => {
      globalThis.gc?.();
      return c.body(null, globalThis.gc === undefined ? 404 : 204);
    });
  });
});
