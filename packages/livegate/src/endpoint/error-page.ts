import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { printHtml } from "../html/print-html.ts";
import { contentSecurityPolicy } from "../plug/content-security-policy.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import { randomToken } from "../token/random-token.ts";

const pages = {
  400: ["That request made no sense", "Check the address, or go back and try again."],
  403: ["You may not see this page", "If you think that you should, ask whoever runs this site."],
  404: ["There is no such page", "The address may be mistyped, or what stood here has been removed."],
  413: ["That was too large", "Send less at once."],
  415: ["That kind of content is not understood here", "Send it as a form."],
  421: ["This server does not answer for that host", "Use the address under which the site is published."],
  500: ["Something went wrong on our side", "It has been written down. Try again in a moment."],
  503: ["The service is busy or not ready", "Nothing was changed. Try again in a moment."],
} as const satisfies Readonly<Record<number, readonly [title: string, advice: string]>>;

/** Statuses that have a page of their own. */
export type ErrorStatus = keyof typeof pages;

export const isErrorStatus = (status: number): status is ErrorStatus => status in pages;

/** What an error's document is made of. */
export interface ErrorDocumentProps {
  readonly status: ErrorStatus;
  /** What happened, in plain words. */
  readonly title: string;
  /** What to do about it. */
  readonly advice: string;
  /** The stack, while one is developing; otherwise null. */
  readonly detail: string | null;
  readonly nonce: string;
  readonly base: string;
  /** The address of a built file: "/assets/app.css" → "/assets/app-3f2a.css". */
  asset(path: string): string;
}

/** An app's own document for error pages. No session is at hand: the error may have come before it. */
export type ErrorDocument = (props: ErrorDocumentProps) => Html;

/** Makes the page for a status; `error` is shown to those who develop. */
export type ErrorPage = (status: ErrorStatus, error?: unknown) => Response;

/** Error pages in an app's document: friendly, and silent about the inside unless one is developing. */
export function errorPages(context: EndpointContext, document: ErrorDocument = plainDocument): ErrorPage {
  const policy = contentSecurityPolicy(context, {});
  return (status, error) => {
    const nonce = randomToken(16);
    const [title, advice] = pages[status];
    const detail = context.production || !(error instanceof Error) ? null : (error.stack ?? error.message);
    const { base, production } = context;
    const page = document({ status, title, advice, detail, nonce, base, asset: (path) => context.asset(path) });
    const text = printHtml(page, { csrfToken: "", nonce, base, development: !production });
    return new Response(text, { status, headers: { ...headersOf(status), "content-security-policy": policy(nonce) } });
  };
}

const headersOf = (status: ErrorStatus): Readonly<Record<string, string>> => ({
  "cache-control": "no-store",
  "content-type": "text/html; charset=UTF-8",
  "x-content-type-options": "nosniff",
  // Seconds: what is busy now is hardly free at once.
  ...(status === 503 && { "retry-after": "5" }),
});

const plainDocument: ErrorDocument = ({ status, title, advice, detail, base }) => html`<!doctype html>
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
${detail && html`<pre>${detail}</pre>`}
<p><a href=${`${base}/`}>Go to the start page</a></p>
<p><small>Error ${status}</small></p>
</main>
</body>
</html>`;
