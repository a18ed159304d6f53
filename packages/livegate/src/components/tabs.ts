import type { Path } from "../paths/path.ts";
import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { link } from "../html/link.ts";
import type { Slot } from "../html/slot.ts";

/** One tab: a page of its own, or other params of this one. */
export type Tab<Key extends string> = { readonly key: Key; readonly label: Slot } & (
  | { readonly patch: Path; readonly navigate?: never }
  | { readonly navigate: Path; readonly patch?: never }
);

/** What a row of tabs is made of. */
export interface TabsProps<Key extends string> {
  /** What the tabs are about, for screen readers. */
  readonly label: string;
  readonly tabs: readonly Tab<Key>[];
  readonly current: NoInfer<Key>;
}

/**
 * Tabs that are links: each has an address, so they work without JavaScript, go back with the browser and can be shared. Arrows
 * move between them.
 *
 * @example
 * tabs({ label: "Album", current: "tracks", tabs: [{ key: "tracks", label: "Tracks", patch: paths.album({ id }, { tab: "tracks" }) }] })
 */
export function tabs<Key extends string>({ label, tabs: all, current }: TabsProps<Key>): Html {
  return html`<nav class="tabs tabs-border" aria-label="${label}" data-arrows>
    ${all.map(({ key, label: text, ...target }) => {
      const isCurrent = key === current;
      return link(
        {
          ...target,
          class: ["tab", isCurrent ? "tab-active" : "text-base-content/75"],
          rest: { "aria-current": isCurrent ? "page" : null },
        },
        text,
      );
    })}
  </nav>`;
}
