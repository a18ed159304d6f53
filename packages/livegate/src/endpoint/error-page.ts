import { html } from "../html/html.ts";
import { printHtml } from "../html/print-html.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import type { ErrorPage } from "../runtime/http-answer.ts";

/** Statuses that have a page of their own. */
export type ErrorStatus = 400 | 403 | 404 | 413 | 415 | 421 | 500 | 503;

const pages: Readonly<Record<ErrorStatus, readonly [title: string, advice: string]>> = {
  400: ["That request made no sense", "Check the address, or go back and try again."],
  403: ["You may not see this page", "If you think that you should, ask whoever runs this site."],
  404: ["There is no such page", "The address may be mistyped, or what stood here has been removed."],
  413: ["That was too large", "Send less at once."],
  415: ["That kind of content is not understood here", "Send a form, or JSON where it is asked for."],
  421: ["This server does not answer for that host", "Use the address under which the site is published."],
  500: ["Something went wrong on our side", "It has been written down. Try again in a moment."],
  503: ["The service is busy or not ready", "Try again in a moment."],
};

/** A friendly page for a status: says what happened and what to do, and nothing about the inside. */
export function errorPage(status: ErrorStatus, home: string): string {
  const [title, advice] = pages[status];
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p>${advice}</p>
          <p><a href=${home}>Go to the start page</a></p>
          <p><small>Error ${status}</small></p>
        </main>
      </body>
    </html>`;
  return printHtml(page, { csrfToken: "", nonce: "", base: "", development: false });
}

/** Answers with the page for a status, which may use nothing but its own origin. */
export function errorPageWith({ base }: EndpointContext): ErrorPage {
  return (c, status) => {
    c.header(
      "content-security-policy",
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    );
    c.header("x-content-type-options", "nosniff");
    c.header("cache-control", "no-store");
    return c.html(errorPage(status, `${base}/`), status);
  };
}
