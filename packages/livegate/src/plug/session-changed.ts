import type { Context } from "hono";
import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { printHtml } from "../html/print-html.ts";
import { csrfTokenOf, writeSession } from "./fetch-session.ts";
import type { PlugEnv } from "./plug-env.ts";
import { readForm } from "./read-form.ts";
import type { RootLayout } from "./root-layout.ts";
import { nonceOf, putSecureHeaders } from "./secure-headers.ts";

const TITLE = "Your session has changed";

/**
 * Answers a form whose CSRF token isn't this session's: a page that says so, in the app's root layout where there is one.
 *
 * A form of ours — its session ended, or was left in another tab — can be sent again with what was typed. One that came
 * from a foreign page shows nothing to press: a visitor must not be talked into sending it.
 */
export async function answerSessionChanged(c: Context<PlugEnv>): Promise<Response> {
  const { endpoint } = c.env;
  const nonce = nonceOf(c);
  putSecureHeaders(c);
  c.header("cache-control", "no-store");
  const csrfToken = csrfTokenOf(c);
  const inner = page(endpoint.base, isOurs(c) ? await sendAgain(c, csrfToken) : null);
  const layout: RootLayout = c.get("rootLayout") ?? plainLayout;
  const asset = (path: string): string => endpoint.asset(path);
  const document = layout({ inner, pageTitle: TITLE, csrfToken, nonce, flash: c.get("flash") ?? {}, asset });
  writeSession(c);
  return c.html(printHtml(document, { csrfToken, nonce, base: endpoint.base, development: false }), 403);
}

/** Browsers say where a form comes from; pages can't forge it. */
const isOurs = (c: Context<PlugEnv>): boolean =>
  c.req.header("origin") === c.env.endpoint.url.origin || c.req.header("sec-fetch-site") === "same-origin";

const page = (base: string, form: Html | null): Html =>
  html`<main>
    <h1>${TITLE}</h1>
    <p>You logged in or out in another tab, or were away for long, so what you sent was not carried out.</p>
    ${form}
    <p><a href=${`${base}/`}>Go to the start page</a></p>
  </main>`;

async function sendAgain(c: Context<PlugEnv>, csrfToken: string): Promise<Html | null> {
  const form = await readForm(c);
  if (!form.ok) return null;
  const { pathname, search } = new URL(c.req.url);
  const fields = [...new URLSearchParams(form.text)].map(([name, value]) => field(name, value));
  return html`<form method="post" action=${pathname + search}>
    <p>Nothing that you typed is lost. Look it over and send it again.</p>
    <input type="hidden" name="_csrf_token" value=${csrfToken} />
    ${fields}
    <p><button>Send again</button></p>
  </form>`;
}

const secretName = /passw|passcode|passphrase|secret|token|otp|\bpin\b|cvc|cvv|card/i;

function field(name: string, value: string): Html | null {
  if (name === "_csrf_token" || name.includes("_unused_")) return null;
  if (name === "_method") return html`<input type="hidden" name=${name} value=${value} />`;
  if (secretName.test(name))
    return html`<p>
      <label>${name}<br /><input type="password" name=${name} /></label>
    </p>`;
  return html`<p>
    <label>${name}<br /><textarea name=${name}>${value}</textarea></label>
  </p>`;
}

const plainLayout: RootLayout = ({ inner, pageTitle }) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${pageTitle}</title>
      </head>
      <body>
        ${inner}
      </body>
    </html>`;
