import { html, link } from "livegate";
import type { ErrorDocument } from "livegate/endpoint";
import { paths } from "../paths.ts";
import { pageFrame, root } from "./layouts.ts";

/** What people see when there is nothing to show them, in the look of all other pages. */
export const errorDocument: ErrorDocument = ({ status, title, advice, requestId, ...page }) => {
  const inner = pageFrame(html`<article class="max-w-prose space-y-4 leading-relaxed">
    <p class="text-sm text-base-content/70">Error ${status}${status >= 500 && requestId && `, request ${requestId}`}</p>
    <h1 class="text-4xl font-semibold tracking-tight">${title}</h1>
    <p class="text-lg">${advice}</p>
    <p class="pt-4">${link({ href: paths.home(), class: "btn btn-primary" }, "To the first page")}</p>
  </article>`);
  return root({ ...page, inner, pageTitle: title, csrfToken: "", flash: {} });
};
