import { type LiveView, type PubSub, definePaths, html, localPubSub, pipeline, router } from "livegate";
import { type App, endpoint } from "livegate/endpoint";
import { fetchLiveFlash, fetchSession, logger, putRootLayout, secureHeaders } from "livegate/plug";
import { Secret } from "livegate/token";

const root = putRootLayout(
  ({ inner, pageTitle, csrfToken }) =>
    html`<title>${pageTitle}</title><meta name="csrf-token" content=${csrfToken}><body>${inner}</body>`,
);
const browser = pipeline([fetchSession(), fetchLiveFlash(), root, secureHeaders()]);

/** An app in which a view stands alone on "/". That the view needs neither params nor an action is for the caller to know. */
export const viewApp = (view: LiveView, pubsub: PubSub = localPubSub()): App =>
  endpoint({
    router: router((r) => {
      r.scope({ pipeThrough: browser }, (r) => {
        r.liveSession("main", {}, (r) =>
          r.live(definePaths({ home: "/" }).home, view as LiveView<never, object, never>),
        );
      });
    }),
    pubsub,
    url: new URL("http://127.0.0.1:4000"),
    secretKeyBase: [new Secret("only-for-tests-".repeat(5))],
    production: false,
    log: logger({ level: "silent" }),
  });
