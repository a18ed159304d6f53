import type { Context } from "hono";
import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { printHtml } from "../html/print-html.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import type { PlugEnv } from "../plug/plug-env.ts";

const pages = {
  400: ["That request made no sense", "Check the address, or go back and try again."],
  403: ["You may not see this page", "If you think that you should, ask whoever runs this site."],
  404: ["There is no such page", "The address may be mistyped, or what stood here has been removed."],
  413: ["That was too large", "Send less at once."],
  415: ["That kind of content is not understood here", "Send it as a form."],
  421: ["This server does not answer for that host", "Use the address under which the site is published."],
  500: ["Something went wrong on our side", "It has been written down. Try again in a moment."],
  503: ["The service is busy or not ready", "Try again in a moment."],
} as const satisfies Readonly<Record<number, readonly [title: string, advice: string]>>;

/** Statuses that have a page of their own. */
export type ErrorStatus = keyof typeof pages;

export const isErrorStatus = (status: number): status is ErrorStatus => status in pages;

/** Answers within the routes with a status's page: friendly, and silent about the inside unless one is developing. */
export function errorPage(c: Context<PlugEnv>, status: ErrorStatus, error?: Error): Response {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  const { endpoint } = c.env;
  return c.html(printPage(endpoint, status, endpoint.production ? undefined : error), status);
}

/** The same outside of the routes. */
export function errorResponse(context: EndpointContext, status: ErrorStatus): Response {
  return new Response(printPage(context, status), {
    status,
    headers: { ...headers, "content-type": "text/html; charset=UTF-8" },
  });
}

const headers = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "x-content-type-options": "nosniff",
} as const;

function printPage({ base }: EndpointContext, status: ErrorStatus, error?: Error): string {
  return printHtml(document(status, `${base}/`, error), { csrfToken: "", nonce: "", base: "", development: false });
}

function document(status: ErrorStatus, home: string, error: Error | undefined): Html {
  const [title, advice] = pages[status];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${advice}</p>
${error && html`<pre>${error.stack ?? error.message}</pre>`}
<p><a href=${home}>Go to the start page</a></p>
<p><small>Error ${status}</small></p>
</main>
</body>
</html>`;
}
