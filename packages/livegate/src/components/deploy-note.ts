import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { when } from "../html/when.ts";
import { icon } from "./icon.ts";

/**
 * Says that the app was deployed anew while the page was open, and offers to load it again. For live layouts, which are told by
 * `staticChanged`; the root layout marks with `phx-track-static` what is watched.
 *
 * @example
 * const live = liveLayout({ needs: [], render: ({ inner, staticChanged }) => html`${inner} ${deployNote(staticChanged)}` });
 */
export function deployNote(staticChanged: boolean): Html {
  return html`<div role="status">
    ${when(
      staticChanged,
      () => html`<p
        id="deploy-note"
        class="fixed inset-x-0 bottom-4 z-999 mx-auto flex w-fit max-w-[calc(100vw-2rem)] sm:right-auto sm:left-4 items-center gap-2.5 rounded-full bg-neutral px-4 py-2 text-sm text-neutral-content shadow-lg"
      >
        ${icon("info")} There is a new version of this page.
        <a href="" class="rounded-sm font-semibold underline underline-offset-2">Reload</a>
      </p>`,
    )}
  </div>`;
}
