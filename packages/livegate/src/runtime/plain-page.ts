import type { Context } from "hono";
import type { Embedding } from "../html/embedding.ts";
import type { PrintContext } from "../html/print-context.ts";
import { type Page, answerDocument, answerText, printDocument } from "../plug/answer-document.ts";
import { occasionOf } from "../plug/error-occasion.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { nonceOf } from "../plug/secure-headers.ts";
import { type ErrorPage, answerDeparture } from "./http-answer.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import { parseLiveUrl } from "./live-url.ts";
import { nameOfView } from "./owner-context.ts";
import { PageViews } from "./page-views.ts";
import { ViewPrintContext } from "./view-print-context.ts";
import type { ViewPlace } from "./view-place.ts";

type C = Context<PlugEnv>;

/** Where a plain page stands. */
export interface PlainPageParts {
  readonly runtime: LiveRuntime;
  readonly place: ViewPlace;
  readonly errorPage: ErrorPage;
}

/** Answers with a plain page, and with the live views that its templates show: those are guarded by the page's guards. */
export function answerPlainPage(
  c: C,
  page: Page,
  { runtime, place, errorPage }: PlainPageParts,
): Response | Promise<Response> {
  const { context } = runtime;
  const { session, nonce } = c.var;
  if (place.views.size === 0) return answerDocument(c, page, new ViewPrintContext(context, session, nonce));
  const url = parseLiveUrl(new URL(c.req.url), context.url.origin, context.base);
  if (!url) return errorPage(400, occasionOf(c));
  const guardValues = c.get("guardValues") ?? {};
  const views = new PageViews({ runtime, place, session, nonce: nonceOf(c), url, guardValues });
  const embedder = views.within(null);
  const text = printDocument(
    c,
    page,
    printWithViews(new ViewPrintContext(context, session, nonceOf(c), embedder), place),
  );
  const filled = embedder.fill(text);
  if (typeof filled === "string") return answerText(c, filled, page);
  return filled.then((whole) =>
    views.departure ? answerDeparture(c, views.departure, { local: url.local, errorPage }) : answerText(c, whole, page),
  );
}

/** A print in which views may stand that the page's scope or layout declares. */
function printWithViews(print: ViewPrintContext, { views }: ViewPlace): PrintContext {
  const declared = Object.fromEntries(views);
  const { nonce, base, development, embedder } = print;
  return {
    nonce,
    base,
    development,
    get csrfToken() {
      return print.csrfToken;
    },
    views: {
      // A print meets what liveRender() made.
      embed: (embedding: Embedding, where) => embedder!.embed(nameOfView(declared, embedding, where), embedding, print), // Given above.
    },
  };
}
