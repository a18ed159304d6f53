import type { Context } from "hono";
import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { printHtml } from "../html/print-html.ts";
import { csrfTokenOf, writeSession } from "./fetch-session.ts";
import { answerHtml, pageHeaders } from "./page-headers.ts";
import type { PlugEnv } from "./plug-env.ts";
import type { RootLayout } from "./root-layout.ts";
import { nonceOf, putSecureHeaders } from "./secure-headers.ts";

/** A page that a plug answers with, instead of the handler behind it. */
export interface PlugPage {
  readonly status: number;
  readonly title: string;
  readonly inner: Html;
}

/** Answers with a page in the app's root layout, or in a plain document where the pipeline has none. */
export function answerPage(c: Context<PlugEnv>, { status, title, inner }: PlugPage): Response {
  const { endpoint } = c.env;
  putSecureHeaders(c);
  pageHeaders(c).put("cache-control", "no-store");
  const [nonce, csrfToken] = [nonceOf(c), csrfTokenOf(c)];
  const layout: RootLayout = c.get("rootLayout") ?? plainLayout;
  const asset = (path: string): string => endpoint.asset(path);
  const document = layout({ inner, pageTitle: title, csrfToken, nonce, flash: c.get("flash") ?? {}, asset });
  writeSession(c);
  const print = { csrfToken, nonce, base: endpoint.base, development: !endpoint.production };
  return answerHtml(c, printHtml(document, print), status);
}

const plainLayout: RootLayout = ({ inner, pageTitle }) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${pageTitle}</title>
</head>
<body>${inner}</body>
</html>`;
