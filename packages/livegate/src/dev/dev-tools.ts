import { header } from "../components/header.ts";
import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { link } from "../html/link.ts";
import type { Routes } from "../router/route-types.ts";
import { componentsPage } from "./components-live.ts";
import { devFrame } from "./dev-frame.ts";
import { type DevPage, devPaths } from "./dev-page.ts";

const always: readonly DevPage[] = [componentsPage];

/**
 * The pages for those who develop: `/dev`, a list of them, and `/dev/components`, a gallery of `livegate/components` in the
 * styles of this app. For a scope with `development: true`: in production there is nothing there.
 *
 * @param more further pages, such as one of your own with `path` and `add`.
 * @example
 * r.scope({ pipeThrough: browser, development: true }, devTools());
 */
export function devTools(more: readonly DevPage[] = []): (r: Routes<Record<never, never>, never>) => void {
  const pages = [...always, ...more];
  return (r) => {
    r.get(devPaths.index, (c) => c.render(devFrame(index(pages)), { pageTitle: "Development" }));
    for (const page of pages) page.add(r);
  };
}

const index = (
  pages: readonly DevPage[],
): Html => html`${header({ title: "Development", subtitle: "Not there in production." })}
  <ul class="mt-8 divide-y divide-base-300">
    ${pages.map(
      ({ title, about, path }) => html`<li class="py-4">
        ${link({ href: path(), class: "link text-lg" }, title)}
        <p class="text-sm text-base-content/70">${about}</p>
      </li>`,
    )}
  </ul>`;
