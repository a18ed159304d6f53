import type { Hono } from "hono";
import type { PlugEnv } from "../plug/plug-env.ts";
import type { ErrorPage } from "../runtime/http-answer.ts";
import type { LiveRuntime } from "../runtime/live-runtime.ts";
import type { App } from "./app.ts";

/** Answers requests: host first, then the routes; whatever fails becomes a page and a log line. */
export function fetchWith(hono: Hono<PlugEnv>, { context }: LiveRuntime, errorPage: ErrorPage): App["fetch"] {
  hono.notFound((c) => errorPage(c, 404));
  hono.onError((error, c) => {
    context.log.error({ err: error, requestId: c.var.requestId, path: c.req.path }, "request failed");
    return errorPage(c, 500);
  });
  return (request, origin = {}) => hono.fetch(request, { endpoint: context, ...origin });
}
