import type { Context, MiddlewareHandler, Next } from "hono";
import { html } from "../html/html.ts";
import { answerPage } from "./answer-page.ts";
import { verifyCsrf } from "./csrf.ts";
import { MultipartForm } from "./multipart-form.ts";
import type { PlugEnv } from "./plug-env.ts";
import { readForm } from "./read-form.ts";
import { answerSessionChanged } from "./session-changed.ts";

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Lets a request that changes something pass only with a token of this very session: as the field `_csrf_token` of a
 * form, or as the header `x-csrf-token`.
 *
 * Of a form with files (`multipart/form-data`) the fields before the first file are read, and only they: `csrfField()` stands
 * there, and `withUploads` reads the rest.
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
    const inHeader = c.req.header("x-csrf-token");
    // Where the header has the token, the body is the handler's alone.
    const multipart = inHeader === undefined ? MultipartForm.of(c.req.raw) : null;
    const form = await (multipart ? multipart.readFields() : readForm(c));
    if (!form.ok && form.status !== 415) return answerRefused(c, form.status);
    const token = inHeader ?? (multipart ?? (form.ok && "params" in form ? form : null))?.params["_csrf_token"];
    const pass = multipart ? () => withForm(c, multipart, next) : next;
    if (verifyCsrf(c.get("session"), token, c.env.endpoint)) return pass();
    await multipart?.close();
    c.set("forgeryRefused", true);
    c.env.endpoint.log.warn({ method: c.req.method, path: c.req.path }, "csrf token refused");
    return answerSessionChanged(c);
  };
}

/** Goes on with a form whose files haven't been read. */
async function withForm(c: Context<PlugEnv>, form: MultipartForm, next: Next): Promise<void> {
  c.set("multipart", form);
  await next();
  await form.close();
}

function answerRefused(c: Context<PlugEnv>, status: 400 | 413): Response {
  const title = status === 413 ? "That was too large" : "That form can't be read";
  const advice = status === 413 ? "Send less at once." : "It has too many fields, or broke off. Go back and try again.";
  return answerPage(c, { status, title, inner: html`<main><h1>${title}</h1><p>${advice}</p></main>` });
}
