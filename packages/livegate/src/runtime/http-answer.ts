import type { Context } from "hono";
import type { Halt } from "../live/halt.ts";
import type { SocketState } from "../live/socket-state.ts";
import { type ErrorOccasion, occasionOf } from "../plug/error-occasion.ts";
import { writeSession } from "../plug/fetch-session.ts";
import type { Flash } from "../plug/flash.ts";
import { pageHeaders } from "../plug/page-headers.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { haltTarget } from "./halt-target.ts";
import { navigationTarget } from "./navigation-reply.ts";

type C = Context<PlugEnv>;

/** Answers with an error's page. */
export type ErrorPage = (status: 400 | 403 | 404 | 500, occasion: ErrorOccasion) => Response;

/** Answers a halt of a guard or of mount: a redirect with its flash, or an error page. */
export function answerHalt(c: C, local: string, halt: Halt, errorPage: ErrorPage): Response {
  if (halt.kind === "notFound") return errorPage(404, occasionOf(c));
  const { method } = c.req;
  const isStopped = method !== "GET" && method !== "HEAD" && halt.holds !== null;
  const back = method === "GET" ? local : isStopped ? pageOfForm(c) : null;
  const to = haltTarget(halt, c.env.endpoint.base, back);
  if (to === null) return errorPage(403, occasionOf(c));
  return isStopped
    ? redirectWith(c, to, { info: halt.holds ?? "", ...halt.flash }, 303)
    : redirectWith(c, to, halt.flash);
}

/** Answers what led a lifecycle elsewhere, of the page's own view or of one inside it. */
export function answerDeparture(
  c: C,
  departure: { readonly halt: Halt } | { readonly halt: null; readonly state: SocketState },
  { local, errorPage }: { readonly local: string; readonly errorPage: ErrorPage },
): Response {
  return departure.halt ? answerHalt(c, local, departure.halt, errorPage) : followNavigation(c, departure.state);
}

/** The page on which a form of ours stood, as the browser tells; whoever leads back there looks at it again. */
function pageOfForm(c: C): string | null {
  const page = URL.parse(c.req.header("referer") ?? "");
  return page?.origin === c.env.endpoint.url.origin ? page.pathname + page.search : null;
}

/** Follows a navigation that a hook or handleParams asked for before there was a page: the whole flash goes along. */
export function followNavigation(c: C, state: SocketState): Response {
  const navigation = state.takeNavigation()!; // The callers saw it.
  return redirectWith(c, navigationTarget(c.env.endpoint, navigation), state.flash);
}

function redirectWith(c: C, to: string, flash: Flash, status: 302 | 303 = 302): Response {
  for (const [kind, message] of Object.entries(flash)) c.get("session").putFlash(kind, message);
  pageHeaders(c).put("cache-control", "no-store");
  writeSession(c);
  return c.redirect(to, status);
}
