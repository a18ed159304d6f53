import type { Context } from "hono";
import type { Halt } from "../live/halt.ts";
import type { SocketState } from "../live/socket-state.ts";
import { type ErrorOccasion, occasionOf } from "../plug/error-occasion.ts";
import { writeSession } from "../plug/fetch-session.ts";
import type { Flash } from "../plug/flash.ts";
import { pageHeaders } from "../plug/page-headers.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { navigationTarget } from "./navigation-reply.ts";

type C = Context<PlugEnv>;

/** Characters of a path that is kept for the way back. */
const RETURN_TO_LENGTH = 1024;

/** Answers with an error's page. */
export type ErrorPage = (status: 400 | 403 | 404 | 500, occasion: ErrorOccasion) => Response;

/** Answers a halt of a guard or of mount: a redirect with its flash, or an error page. */
export function answerHalt(c: C, local: string, halt: Halt, errorPage: ErrorPage): Response {
  if (halt.kind === "notFound") return errorPage(404, occasionOf(c));
  if (halt.kind === "forbidden" || !halt.to) return errorPage(403, occasionOf(c));
  const to = halt.to.href(c.env.endpoint.base);
  const canReturn = halt.returnTo && c.req.method === "GET" && local.length <= RETURN_TO_LENGTH;
  return redirectWith(c, canReturn ? withReturnTo(to, local) : to, halt.flash);
}

/** Answers what led a lifecycle elsewhere, of the page's own view or of one inside it. */
export function answerDeparture(
  c: C,
  departure: { readonly halt: Halt } | { readonly halt: null; readonly state: SocketState },
  { local, errorPage }: { readonly local: string; readonly errorPage: ErrorPage },
): Response {
  return departure.halt ? answerHalt(c, local, departure.halt, errorPage) : followNavigation(c, departure.state);
}

// In the address and not in the session: each tab has its own way back, and log-out leaves none.
const withReturnTo = (to: string, local: string): string =>
  `${to}${to.includes("?") ? "&" : "?"}return_to=${encodeURIComponent(local)}`;

/** Follows a navigation that a hook or handleParams asked for before there was a page: the whole flash goes along. */
export function followNavigation(c: C, state: SocketState): Response {
  const navigation = state.takeNavigation()!; // The callers saw it.
  return redirectWith(c, navigationTarget(c.env.endpoint, navigation), state.flash);
}

function redirectWith(c: C, to: string, flash: Flash): Response {
  for (const [kind, message] of Object.entries(flash)) c.get("session").putFlash(kind, message);
  pageHeaders(c).put("cache-control", "no-store");
  writeSession(c);
  return c.redirect(to);
}
