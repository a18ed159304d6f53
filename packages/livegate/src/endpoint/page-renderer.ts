import type { MiddlewareHandler } from "hono";
import type { PageLayout } from "../live/live-layout.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { type PlainPageParts, answerPlainPage } from "../runtime/plain-page.ts";

/** Gives plain handlers `c.render(html…)`. */
export function pageRenderer(layout: PageLayout | null, parts: PlainPageParts): MiddlewareHandler<PlugEnv> {
  return (c, next) => {
    c.setRenderer((content, page = {}) => {
      const { flash } = c.var;
      const inner = layout ? layout.render({ ...c.var, flash, inner: content } as never) : content;
      return answerPlainPage(c, { inner, title: page.pageTitle ?? null, status: page.status ?? 200 }, parts);
    });
    return next();
  };
}
