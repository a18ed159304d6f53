import type { MiddlewareHandler } from "hono";
import type { Html } from "../html/brand.ts";
import { printHtml } from "../html/print-html.ts";
import type { PageLayout } from "../live/live-layout.ts";
import { writeSession } from "../plug/fetch-session.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { ViewPrintContext } from "../runtime/view-print-context.ts";

declare module "hono" {
  interface ContextRenderer {
    /** Answers with a plain page: `content` in the scope's layout, in the pipeline's root layout. */
    (content: Html, page?: { readonly pageTitle?: string }): Response | Promise<Response>;
  }
}

/** Gives plain handlers `c.render(html…)`. */
export function pageRenderer(layout: PageLayout | null): MiddlewareHandler<PlugEnv> {
  return (c, next) => {
    c.setRenderer((content, page = {}) => {
      const { session, nonce, flash, rootLayout } = c.var;
      const context = c.env.endpoint;
      const print = new ViewPrintContext(context, session, nonce);
      const inner = layout ? layout.render({ ...c.var, flash, inner: content } as never) : content;
      const { csrfToken } = print;
      const props = { inner, csrfToken, nonce, flash, pageTitle: page.pageTitle ?? null };
      const document = rootLayout ? rootLayout({ ...props, asset: (path) => context.asset(path) }) : inner;
      const text = printHtml(document, print);
      writeSession(c);
      return c.html(text);
    });
    return next();
  };
}
