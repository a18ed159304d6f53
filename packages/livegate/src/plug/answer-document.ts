import type { Context } from "hono";
import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import type { PrintContext } from "../html/print-context.ts";
import { printHtml } from "../html/print-html.ts";
import { writeSession } from "./fetch-session.ts";
import { answerHtml } from "./page-headers.ts";
import type { PlugEnv } from "./plug-env.ts";
import type { RootLayout } from "./root-layout.ts";

/** The content of a page, and what its document is called. */
export interface Page {
  readonly inner: Html;
  readonly title: string | null;
  /** Default 200. */
  readonly status?: number;
}

/** Answers with a page in the pipeline's root layout, or in a plain document where it has none. Writes the session. */
export function answerDocument(c: Context<PlugEnv>, page: Page, print: PrintContext): Response {
  return answerText(c, printDocument(c, page, print), page);
}

/** The same with the document's text. */
export function answerText(c: Context<PlugEnv>, text: string, { status }: Pick<Page, "status">): Response {
  writeSession(c);
  return answerHtml(c, text, status);
}

/** The page's document as text. */
export function printDocument(c: Context<PlugEnv>, { inner, title }: Page, print: PrintContext): string {
  const { endpoint } = c.env;
  const layout: RootLayout = c.get("rootLayout") ?? plainLayout;
  const document = layout({
    inner,
    pageTitle: title,
    csrfToken: print.csrfToken,
    nonce: print.nonce,
    flash: c.get("flash") ?? {},
    base: endpoint.base,
    asset: (path) => endpoint.asset(path),
  });
  return printHtml(document, print);
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
