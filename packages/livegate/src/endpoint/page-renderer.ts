import type { MiddlewareHandler } from "hono";
import type { PageLayout } from "../live/live-layout.ts";
import { answerDocument } from "../plug/answer-document.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { ViewPrintContext } from "../runtime/view-print-context.ts";

/** Gives plain handlers `c.render(html…)`. */
export function pageRenderer(layout: PageLayout | null): MiddlewareHandler<PlugEnv> {
  return (c, next) => {
    c.setRenderer((content, page = {}) => {
      const { session, nonce, flash } = c.var;
      const context = c.env.endpoint;
      const print = new ViewPrintContext(context, session, nonce);
      const inner = layout ? layout.render({ ...c.var, flash, inner: content } as never) : content;
      return answerDocument(c, { inner, title: page.pageTitle ?? null, status: page.status ?? 200 }, print);
    });
    return next();
  };
}
