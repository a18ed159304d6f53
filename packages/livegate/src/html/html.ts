import type { Html } from "./brand.ts";
import { Rendered } from "./rendered.ts";
import type { Slot } from "./slot.ts";
import { templateOf } from "./template.ts";

/**
 * Makes a piece of page from a template literal; each slot's value is escaped for the place it stands in.
 *
 * A whole attribute (`href=${x}`) is left out for `null` and `false` and bare for `true`. URLs with a scheme that could
 * run a script print `about:invalid`. Slots in scripts, styles, comments, names, `on…` and `style` attributes throw
 * `LG_TEMPLATE_SLOT` when the call site is first used.
 *
 * @example
 * const AlbumTitle = (album: Album) => html`<h2 id=${`album-${album.id}`}>${album.title}</h2>`;
 */
export function html(strings: TemplateStringsArray, ...slots: Slot[]): Html {
  return new Rendered(templateOf(strings), slots);
}
