import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import type { Slot } from "../html/slot.ts";

/** What the head of a page is made of. */
export interface HeaderProps {
  readonly title: Slot;
  /** A line of small print under the title; a change of it is read out. */
  readonly subtitle?: Slot;
  readonly actions?: Slot;
}

/**
 * The head of a page: what it is, and what can be done with it.
 *
 * @example
 * header({ title: "Albums", subtitle: "31 on the shelf", actions: link({ patch: paths.albumNew() }, "Add album") })
 */
export function header({ title, subtitle, actions }: HeaderProps): Html {
  return html`<header class="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
    <div>
      <h1 class="text-4xl tracking-tight text-balance sm:text-5xl">${title}</h1>
      <p class="mt-1.5 text-sm wrap-anywhere text-base-content/70" aria-live="polite">${subtitle}</p>
    </div>
    ${actions}
  </header>`;
}
