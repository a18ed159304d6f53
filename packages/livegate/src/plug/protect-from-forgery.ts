import type { Context, MiddlewareHandler } from "hono";
import { html } from "../html/html.ts";
import { answerPage } from "./answer-page.ts";
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
 *
 * @example
 * const browser = pipeline([fetchSession(), protectFromForgery(), secureHeaders()]);
 */
export function protectFromForgery(): MiddlewareHandler<PlugEnv> {
  return async (c, next) => {
    if (SAFE_METHODS.has(c.req.method)) return next();
    const form = await readForm(c);
    if (!form.ok && form.status !== 415) return answerRefused(c, form.status);
    const token = c.req.header("x-csrf-token") ?? (form.ok ? form.params["_csrf_token"] : undefined);
    if (verifyCsrf(c.get("session"), token, c.env.endpoint)) return next();
    c.set("forgeryRefused", true);
    c.env.endpoint.log.warn({ method: c.req.method, path: c.req.path }, "csrf token refused");
    return answerSessionChanged(c);
  };
}

function answerRefused(c: Context<PlugEnv>, status: 400 | 413): Response {
  const title = status === 413 ? "That was too large" : "That form can't be read";
  const advice = status === 413 ? "Send less at once." : "It has too many fields, or broke off. Go back and try again.";
  return answerPage(c, { status, title, inner: html`<main><h1>${title}</h1><p>${advice}</p></main>` });
}
