import type { Context, MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { verifyCsrf } from "./csrf.ts";
import type { PlugEnv } from "./plug-env.ts";
import { readForm } from "./read-form.ts";
import { answerSessionChanged } from "./session-changed.ts";

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Lets a request that changes something pass only with a token of this very session: as the field `_csrf_token` of a
 * form, or as the header `x-csrf-token`.
 *
 * Without one the answer is 403 with a page that keeps what was typed, passwords and the like excepted, and offers to
 * send it again if the form was ours. A form over the limits is 413 or 400. Stands after `fetchSession()`.
 */
export function protectFromForgery(): MiddlewareHandler<PlugEnv> {
  return async (c, next) => {
    if (SAFE_METHODS.has(c.req.method)) return next();
    const token = c.req.header("x-csrf-token") ?? (await formToken(c));
    if (verifyCsrf(c.get("session"), token, c.env.endpoint)) return next();
    c.env.endpoint.log.warn({ method: c.req.method, path: c.req.path }, "csrf token refused");
    return answerSessionChanged(c);
  };
}

async function formToken(c: Context<PlugEnv>): Promise<unknown> {
  const form = await readForm(c);
  if (form.ok) return form.params["_csrf_token"];
  if (form.status === 415) return null; // Not a form: only the header could have brought a token.
  throw new HTTPException(form.status);
}
