import type { Context } from "hono";
import type { Halt } from "../live/halt.ts";
import type { SocketState } from "../live/socket-state.ts";
import { writeSession } from "../plug/fetch-session.ts";
import type { Flash } from "../plug/flash.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { navigationTarget } from "./navigation-reply.ts";

type C = Context<PlugEnv>;

/** Answers with an error page. */
export type ErrorPage = (c: C, status: 400 | 403 | 404 | 500) => Response | Promise<Response>;

/** Answers a halt of a guard or of mount: a redirect with its flash, or an error page. */
export function answerHalt(c: C, local: string, halt: Halt, errorPage: ErrorPage): Response | Promise<Response> {
  if (halt.kind === "notFound") return errorPage(c, 404);
  if (halt.kind === "forbidden" || !halt.to) return errorPage(c, 403);
  if (halt.returnTo && c.req.method === "GET") c.var.session.put("return_to", local);
  return redirectWith(c, halt.to.href(c.env.endpoint.base), halt.flash);
}

/** Follows a navigation that a hook or handleParams asked for before there was a page: the whole flash goes along. */
export function followNavigation(c: C, state: SocketState): Response {
  const navigation = state.takeNavigation()!; // The callers saw it.
  return redirectWith(c, navigationTarget(c.env.endpoint, navigation), state.flash);
}

function redirectWith(c: C, to: string, flash: Flash): Response {
  for (const [kind, message] of Object.entries(flash)) c.var.session.putFlash(kind, message);
  c.header("cache-control", "no-store");
  writeSession(c);
  return c.redirect(to);
}
