import { type Html, html } from "livegate";
import type { Album } from "#domain/catalog/album";
import { paths } from "#web/paths";
import { coverArt } from "./cover-art.ts";

/**
 * An album's cover with its record behind it: the picture that somebody gave it, else one drawn from its id, the same wherever it
 * is shown. Decoration only: what it belongs to stands beside it as text.
 */
export function cover({ id, cover: picture }: Pick<Album, "id" | "cover">): Html {
  const { inks, layers } = coverArt(id);
  const [first, second, third] = layers;
  return html`<span class="sleeve inks-${inks}" aria-hidden="true">
    <span class="record"></span>
    ${
      picture === null
        ? html`<svg class="cover" viewBox="0 0 100 100">
            <path class="ink-1" d="${first}" />
            <path class="ink-2" d="${second}" />
            <path class="ink-3" d="${third}" />
          </svg>`
        : html`<img class="cover" src=${paths.cover({ id }, { v: picture })} alt="" decoding="async" />`
    }
  </span>`;
}
