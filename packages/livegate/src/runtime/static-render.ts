import type { Context } from "hono";
import { printContainer } from "../html/print-container.ts";
import { raw } from "../html/raw.ts";
import type { LiveRoute } from "../live/live-route.ts";
import { printDocument } from "../plug/answer-document.ts";
import { cookieValue } from "../plug/cookies.ts";
import { occasionOf } from "../plug/error-occasion.ts";
import { type Flash, noFlash } from "../plug/flash.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { writeSession } from "../plug/fetch-session.ts";
import { answerHtml, pageHeaders } from "../plug/page-headers.ts";
import { nonceOf } from "../plug/secure-headers.ts";
import { randomToken } from "../token/random-token.ts";
import { type ErrorPage, answerDeparture, followNavigation } from "./http-answer.ts";
import { runLifecycle } from "./lifecycle.ts";
import type { LiveInstance } from "./live-instance.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import { parseLiveUrl, withPathParams } from "./live-url.ts";
import { signPageToken, signStaticToken } from "./page-token.ts";
import { PageViews } from "./page-views.ts";
import { placeOf } from "./view-place.ts";
import { RELOAD_STATUS_COOKIE, readReloadStatus } from "./reload-status.ts";
import { routeSession } from "./route-session.ts";
import { ViewPrintContext } from "./view-print-context.ts";

type C = Context<PlugEnv>;

/** Handles the GET of a live route: the same lifecycle as on the socket, printed as a page that can join. */
export function liveHandler(runtime: LiveRuntime, route: LiveRoute, errorPage: ErrorPage) {
  return async (c: C): Promise<Response> => {
    const leftByJoin = cookieValue(c.req.header("cookie"), RELOAD_STATUS_COOKIE);
    if (leftByJoin === null) return answerVisit(c, runtime, route, errorPage);
    const status = readReloadStatus(runtime.context, leftByJoin);
    if (status === null) refuseStatus(c, runtime);
    const page = status === null ? await answerVisit(c, runtime, route, errorPage) : errorPage(status, occasionOf(c));
    page.headers.append("set-cookie", `${RELOAD_STATUS_COOKIE}=; Path=/; Max-Age=0`);
    return page;
  };
}

async function answerVisit(c: C, runtime: LiveRuntime, route: LiveRoute, errorPage: ErrorPage): Promise<Response> {
  const { context } = runtime;
  const parsed = parseLiveUrl(new URL(c.req.url), context.url.origin, context.base);
  if (!parsed) return errorPage(400, occasionOf(c));
  const url = withPathParams(parsed, c.req.param());
  const session = routeSession(c, route);
  const result = await runLifecycle({ runtime, route, url, session, connected: false, flash: flashOfPage(c) });
  if (result.ok) return answerMounted(c, runtime, result.instance, errorPage);
  return answerDeparture(c, result, { local: url.local, errorPage });
}

// A pipeline may go without messages.
const flashOfPage = (c: C): Flash => c.get("flash") ?? noFlash;

/** No join of ours has left it, or none of this minute: the page decides for itself. */
function refuseStatus(c: C, { counters, context }: LiveRuntime): void {
  counters.increment("reload_status_refused");
  context.log.warn({ requestId: c.get("requestId"), path: c.req.path }, "reload status refused");
}

async function answerMounted(
  c: C,
  runtime: LiveRuntime,
  instance: LiveInstance,
  errorPage: ErrorPage,
): Promise<Response> {
  const { limits } = runtime;
  if (instance.state.navigation) return followNavigation(c, instance.state);
  const page = await livePage(c, runtime, instance, errorPage);
  if (typeof page !== "string") return page;
  if (page.length > limits.pageLength) {
    runtime.counters.increment("page_too_large");
    throw new Error(`The page is ${page.length} characters long, more than ${limits.pageLength}.`);
  }
  pageHeaders(c).put("cache-control", "no-store");
  writeSession(c);
  return answerHtml(c, page);
}

/** The page's document, or the answer of a view inside it that leads elsewhere. */
async function livePage(
  c: C,
  runtime: LiveRuntime,
  instance: LiveInstance,
  errorPage: ErrorPage,
): Promise<string | Response> {
  // Each look at `c.var` copies all variables.
  const [session, nonce, flash] = [c.get("session"), nonceOf(c), flashOfPage(c)];
  const { context } = runtime;
  const { route, url, guardValues } = instance;
  const views = new PageViews({ runtime, place: placeOf(route), session, nonce, url, guardValues });
  const id = `phx-${randomToken(12)}`;
  const embedder = views.within(id);
  const print = new ViewPrintContext(context, session, nonce, embedder);
  const content = await embedder.fill(await instance.printer.printHtml(print));
  if (views.departure) return answerDeparture(c, views.departure, { local: url.local, errorPage });
  const { liveSession, sessionId, userSessionId } = views.claim;
  const page = { id, viewName: route.viewName, liveSession, sessionId, userSessionId, nonce };
  const [token, ofPage] = [signPageToken(context, page), signStaticToken(context, id, flash)];
  const own = { id, "data-phx-main": true, "data-phx-session": token, "data-phx-static": ofPage } as const;
  const inner = raw(printContainer(route.view.container, own, content, print));
  return printDocument(c, { inner, title: instance.printer.title }, print);
}
