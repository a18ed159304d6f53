import assert from "node:assert/strict";
import { type ManualClock, manualClock } from "../clock/manual-clock.ts";
import { html } from "../html/html.ts";
import { fetchLiveFlash } from "../plug/fetch-live-flash.ts";
import { fetchSession } from "../plug/fetch-session.ts";
import { putRootLayout } from "../plug/put-root-layout.ts";
import { secureHeaders } from "../plug/secure-headers.ts";
import { memoryLog } from "../plug/test-context.ts";
import { localPubSub } from "../pubsub/local-pubsub.ts";
import { pipeline } from "../router/pipeline.ts";
import type { Routes } from "../router/route-types.ts";
import { router } from "../router/router.ts";
import { Secret } from "../token/secret.ts";
import type { App } from "./app.ts";
import { type EndpointOptions, endpoint } from "./endpoint.ts";

/** What pages for browsers pass. */
export const browser = pipeline([
  fetchSession(),
  fetchLiveFlash(),
  putRootLayout(
    ({ inner, pageTitle, csrfToken }) =>
      html`<title>${pageTitle}</title><meta name="csrf-token" content=${csrfToken}>${inner}`,
  ),
  secureHeaders(),
]);

/** An app at http://shop.test, or where `url` says, with a log that is kept and a clock that stands still. */
export interface Site {
  readonly app: App;
  readonly clock: ManualClock;
  readonly logged: readonly string[];
  request(path: string, init?: RequestInit): Promise<Response>;
}

type SiteOptions = Partial<Omit<EndpointOptions, "url" | "clock" | "log" | "router">> & { readonly url?: string };

export function siteWith(add: (r: Routes<Record<never, never>, never>) => void, options: SiteOptions = {}): Site {
  const { url = "https://shop.test", ...rest } = options;
  const [log, logged] = memoryLog();
  const clock = manualClock();
  const app = endpoint({
    router: router(add),
    pubsub: localPubSub(),
    secretKeyBase: [new Secret("endpoint".repeat(8))],
    production: true,
    ...rest,
    url: new URL(url),
    clock,
    log,
  });
  return { app, clock, logged, request: async (path, init) => app.fetch(new Request(new URL(path, url), init)) };
}

/** The cookies that a response sets, as the next request brings them. */
export const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");

/** What a page has in its `<meta name="csrf-token">`. */
export const csrfTokenIn = (page: string): string =>
  /csrf-token" content="([^"]*)"/.exec(page)?.[1] ?? assert.fail(`no token in ${page}`);
