import type { Hono } from "hono";
import { routePath } from "hono/route";
import { HTTPException } from "hono/http-exception";
import { Unavailable } from "../errors/unavailable.ts";
import { checkHost, loopbackRedirect } from "../plug/check-host.ts";
import { type ErrorOccasion, occasionOf } from "../plug/error-occasion.ts";
import { overrideMethod } from "../plug/method-override.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { redactUrl } from "../plug/redact.ts";
import { requestId } from "../plug/request-id.ts";
import { type RequestSpan, spans } from "../tracing/spans.ts";
import { traced } from "../tracing/traced.ts";
import type { LiveRuntime } from "../runtime/live-runtime.ts";
import type { App, RequestOrigin } from "./app.ts";
import { type ErrorStatus, isErrorStatus } from "./error-document.ts";
import type { ErrorPage } from "./error-page.ts";
import type { LongPoll } from "./long-poll.ts";

interface Around {
  readonly errorPage: ErrorPage;
  readonly longPoll: LongPoll;
}

/** Answers requests: the host first, then the method, then the routes; whatever fails becomes a page and a log line. */
export function fetchWith(
  hono: Hono<PlugEnv>,
  { context, counters, metrics, temporaryFiles }: LiveRuntime,
  { errorPage, longPoll }: Around,
): App["fetch"] {
  const refuse = (status: ErrorStatus, { method, url, headers }: Request): Response => {
    const occasion = {
      method,
      path: new URL(url).pathname,
      accept: headers.get("accept"),
      requestId: requestId(headers.get("x-request-id")),
    };
    counters.increment(`request_refused_${status}`);
    context.log.warn({ status, method, path: occasion.path, requestId: occasion.requestId }, "request refused");
    return errorPage(status, occasion);
  };
  const route = (request: Request, origin: RequestOrigin) =>
    hono.fetch(request, { endpoint: context, temporaryFiles, ...origin });

  hono.use(async (c, next) => {
    const id = requestId(c.req.header("x-request-id"));
    c.set("requestId", id);
    if (!spans.request.start.hasSubscribers) return next();
    const span: RequestSpan = { method: c.req.method, path: redactUrl(c.req.path), requestId: id };
    return traced(spans.request, span, async () => {
      await next();
      span.status = c.res.status;
      span.route = routePath(c, -1);
      if (c.error && span.status >= 500) span.error = c.error;
    });
  });
  hono.notFound((c) => {
    // No route stands there, so no plug of one has logged it.
    const { method, path } = c.req;
    context.log.info({ requestId: c.get("requestId"), method, path, status: 404 }, "no such page");
    return errorPage(404, occasionOf(c));
  });
  hono.onError((error, c) => {
    const onPurpose = error instanceof HTTPException;
    if (!onPurpose || error.status >= 500) {
      context.log.error({ err: error, requestId: c.get("requestId"), path: c.req.path }, "request failed");
    }
    if (onPurpose) return answerOf(error, errorPage, occasionOf(c));
    return errorPage(error instanceof Unavailable ? 503 : 500, occasionOf(c), error);
  });

  const answer = (request: Request, origin: RequestOrigin): Response | Promise<Response> => {
    const host = request.headers.get("host") ?? new URL(request.url).host;
    if (!checkHost(host, context)) {
      const { pathname, search } = new URL(request.url);
      const home = loopbackRedirect(host, pathname + search, context);
      return home === null ? refuse(421, request) : Response.redirect(home, 302);
    }
    // Before the routes: of all requests these come most often, and have nothing to do with pages.
    if (longPoll.isAsked(request)) return longPoll.fetch(request, origin);
    const overridden = overrideMethod(request);
    if (overridden instanceof Promise) {
      return overridden.then((settled) =>
        settled.ok ? route(settled.request, origin) : refuse(settled.status, request),
      );
    }
    return overridden.ok ? route(overridden.request, origin) : refuse(overridden.status, request);
  };
  const counted = (response: Response): Response => {
    const first = Math.trunc(response.status / 100);
    metrics.requests[first] = (metrics.requests[first] ?? 0) + 1;
    return response;
  };
  return (request, origin = {}) => {
    const answered = answer(request, origin);
    return answered instanceof Promise ? answered.then(counted) : counted(answered);
  };
}

/** What a plug or a handler threw on purpose: a whole answer, or a status that has a page, perhaps with headers. */
function answerOf(thrown: HTTPException, errorPage: ErrorPage, occasion: ErrorOccasion): Response {
  const { status, res } = thrown;
  if (!isErrorStatus(status) || (res && res.body !== null)) return thrown.getResponse();
  const page = errorPage(status, occasion);
  for (const [name, value] of res?.headers ?? []) page.headers.set(name, value);
  return page;
}
