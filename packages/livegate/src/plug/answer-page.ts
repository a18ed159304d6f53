import type { Context } from "hono";
import type { Html } from "../html/brand.ts";
import { answerDocument } from "./answer-document.ts";
import { csrfTokenOf } from "./fetch-session.ts";
import { pageHeaders } from "./page-headers.ts";
import type { PlugEnv } from "./plug-env.ts";
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
  const print = { csrfToken, nonce, base: endpoint.base, development: !endpoint.production };
  return answerDocument(c, { inner, title, status }, print);
}
