import type { Context, MiddlewareHandler } from "hono";
import { cookieValue } from "./cookies.ts";
import { readFlash } from "./flash-token.ts";
import { type Flash, mergeFlash, noFlash } from "./flash.ts";
import { pageHeaders, settleHeaders } from "./page-headers.ts";
import type { PlugEnv } from "./plug-env.ts";

/** The stock client leaves a message here when a live view redirects over the socket. */
const COOKIE = "__phoenix_flash__";
const DELETION = `${COOKIE}=; Path=/; Max-Age=0; SameSite=Lax`;

/**
 * Takes the messages for this page from the session and from the client's flash cookie: `c.get("flash")`.
 *
 * They are shown once; a redirect passes them on. Stands after `fetchSession()`.
 *
 * @example
 * const browser = pipeline([fetchSession(), fetchLiveFlash()]);
 */
export function fetchLiveFlash(): MiddlewareHandler<PlugEnv> {
  return async (c, next) => {
    const session = c.get("session");
    const flash = mergeFlash(session.takeFlash(), cookieFlash(c));
    c.set("flash", flash);
    await next();
    if (c.res.status >= 300 && c.res.status < 309) passOn(c, flash);
    settleHeaders(c);
  };
}

function cookieFlash(c: Context<PlugEnv>): Flash {
  const token = cookieValue(c.req.header("cookie"), COOKIE);
  if (token === null) return noFlash;
  pageHeaders(c).addCookie(DELETION);
  return readFlash(token, c.env.endpoint);
}

function passOn(c: Context<PlugEnv>, flash: Flash): void {
  // What the handler has left is in the session, and may be written already.
  if (Object.keys(flash).length === 0) return;
  const session = c.get("session");
  const later = session.takeFlash();
  for (const [kind, message] of Object.entries(mergeFlash(flash, later))) session.putFlash(kind, message);
}

/** The context of any handler behind `fetchSession()`, whatever else it carries. */
interface WithSession {
  readonly var: Pick<PlugEnv["Variables"], "session">;
}

/**
 * Leaves a message for the next page, which a redirect leads to.
 *
 * @example
 * putFlash(c, "info", "Welcome back!");
 * return c.redirect(paths.home().href(c.env.endpoint.base));
 */
export function putFlash(c: WithSession, kind: string, message: string): void {
  c.var.session.putFlash(kind, message);
}
