import type { Context, MiddlewareHandler } from "hono";
import { csrfTokenFor } from "./csrf.ts";
import { pageHeaders, settleHeaders } from "./page-headers.ts";
import type { PlugEnv } from "./plug-env.ts";
import { readSession, sessionCookie } from "./session-cookie.ts";

const READS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/**
 * Reads the session as `c.get("session")` and writes its cookie where something changed.
 *
 * Answers are private to the browser by default, for what a session decides is nobody else's: set another
 * `cache-control` in the handler.
 *
 * @example
 * const browser = pipeline([fetchSession(), fetchLiveFlash(), protectFromForgery()]);
 */
export function fetchSession(): MiddlewareHandler<PlugEnv> {
  return async (c, next) => {
    const session = readSession(c.req.header("cookie"), c.env.endpoint);
    session.changes = !READS.has(c.req.method);
    c.set("session", session);
    pageHeaders(c).put("cache-control", "private, max-age=0, must-revalidate");
    await next();
    writeSession(c);
    settleHeaders(c);
  };
}

/**
 * Puts the session's cookie among the page's headers if it has to be written. `fetchSession` does it after the handler;
 * a handler that answers by `answerHtml` does it before.
 *
 * @example
 * c.get("session").put("seen", true);
 * writeSession(c);
 * return answerHtml(c, "<p>Seen.</p>");
 */
export function writeSession(c: Context<PlugEnv>): void {
  const cookie = sessionCookie(c.get("session"), c.env.endpoint);
  if (cookie !== null) pageHeaders(c).addCookie(cookie);
}

/**
 * This page's CSRF token: made when it is first asked for, then the same for the whole page.
 *
 * @example
 * c.json({ token: csrfTokenOf(c) });
 */
export function csrfTokenOf(c: Context<PlugEnv>): string {
  const known: string | undefined = c.get("csrfToken");
  if (known !== undefined) return known;
  const token = csrfTokenFor(c.get("session"), c.env.endpoint);
  c.set("csrfToken", token);
  return token;
}
