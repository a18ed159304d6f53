import type { Context } from "hono";
import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { raw } from "../html/raw.ts";
import type { LiveRoute } from "../live/live-route.ts";
import { printDocument } from "../plug/answer-document.ts";
import { cookieValue } from "../plug/cookies.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import { occasionOf } from "../plug/error-occasion.ts";
import { type Flash, noFlash } from "../plug/flash.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { writeSession } from "../plug/fetch-session.ts";
import { answerHtml, pageHeaders } from "../plug/page-headers.ts";
import { nonceOf } from "../plug/secure-headers.ts";
import type { Session } from "../plug/session.ts";
import { randomToken } from "../token/random-token.ts";
import { type ErrorPage, answerHalt, followNavigation } from "./http-answer.ts";
import { runLifecycle } from "./lifecycle.ts";
import type { LiveInstance } from "./live-instance.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import { parseLiveUrl, withPathParams } from "./live-url.ts";
import { signPageToken, signStaticToken } from "./page-token.ts";
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
  if (result.ok) return answerMounted(c, runtime, result.instance);
  if (!result.halt) return followNavigation(c, result.state);
  return answerHalt(c, url.local, result.halt, errorPage);
}

// A pipeline may go without messages.
const flashOfPage = (c: C): Flash => c.get("flash") ?? noFlash;

/** No join of ours has left it, or none of this minute: the page decides for itself. */
function refuseStatus(c: C, { counters, context }: LiveRuntime): void {
  counters.increment("reload_status_refused");
  context.log.warn({ requestId: c.get("requestId"), path: c.req.path }, "reload status refused");
}

async function answerMounted(c: C, runtime: LiveRuntime, instance: LiveInstance): Promise<Response> {
  const { context, limits } = runtime;
  if (instance.state.navigation) return followNavigation(c, instance.state);
  const page = await livePage(c, context, instance);
  if (page.length > limits.pageLength) {
    runtime.counters.increment("page_too_large");
    throw new Error(`The page is ${page.length} characters long, more than ${limits.pageLength}.`);
  }
  pageHeaders(c).put("cache-control", "no-store");
  writeSession(c);
  return answerHtml(c, page);
}

async function livePage(c: C, context: EndpointContext, instance: LiveInstance): Promise<string> {
  // Each look at `c.var` copies all variables.
  const [session, nonce, flash] = [c.get("session"), nonceOf(c), flashOfPage(c)];
  const print = new ViewPrintContext(context, session, nonce);
  const content = await instance.printHtml(print);
  const inner = container(context, instance, session, nonce, content, flash);
  return printDocument(c, { inner, title: instance.title }, print);
}

/** The element that the client turns into a live view, with the tokens that let it join. */
function container(
  context: EndpointContext,
  { route }: LiveInstance,
  session: Session,
  nonce: string,
  content: string,
  flash: Flash,
): Html {
  const id = `phx-${randomToken(12)}`;
  const { viewName, liveSession } = route;
  const userSessionId = session.userSession?.id ?? null;
  const page = { id, viewName, liveSession: liveSession.name, sessionId: session.id, userSessionId, nonce };
  const [token, ofPage] = [signPageToken(context, page), signStaticToken(context, id, flash)];
  return html`<div id=${id} data-phx-main data-phx-session=${token} data-phx-static=${ofPage}>${raw(content)}</div>`;
}
