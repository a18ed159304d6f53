import { type Html, html } from "livegate";
import { coverArt } from "./cover-art.ts";

/**
 * An album's cover with its record behind it: the same picture for the same id, wherever it is shown.
 * Decoration only: what it belongs to stands beside it as text.
 */
export function cover(id: number): Html {
  const { inks, layers } = coverArt(id);
  const [first, second, third] = layers;
  return html`<span class="sleeve inks-${inks}" aria-hidden="true">
    <span class="record"></span>
    <svg class="cover" viewBox="0 0 100 100">
      <path class="ink-1" d="${first}" />
      <path class="ink-2" d="${second}" />
      <path class="ink-3" d="${third}" />
    </svg>
  </span>`;
}
