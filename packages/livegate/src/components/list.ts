import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import type { Slot } from "../html/slot.ts";

/** What a list of facts is made of. */
export interface ListProps {
  readonly items: readonly { readonly label: Slot; readonly content: Slot }[];
}

/**
 * What is known about one record: labels, and what belongs to them.
 *
 * @example
 * list({ items: [{ label: "Year", content: album.year }, { label: "Genre", content: album.genre }] })
 */
export function list({ items }: ListProps): Html {
  return html`<dl class="divide-y divide-base-300">
    ${items.map(
      ({ label, content }) => html`<div class="grid gap-1 py-3 text-sm sm:grid-cols-[12rem_1fr] sm:gap-4">
        <dt class="text-base-content/70">${label}</dt>
        <dd class="font-medium wrap-anywhere">${content}</dd>
      </div>`,
    )}
  </dl>`;
}
