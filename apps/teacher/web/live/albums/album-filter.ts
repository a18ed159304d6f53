import { type EventRef, type Html, html, link } from "livegate";
import { icon } from "livegate/components";
import { z } from "zod";
import { type AlbumQuery, type AlbumSort, LONGEST_SEARCH, albumSorts } from "#domain/catalog/album-search";
import { paths } from "#web/paths";

const [USUAL] = albumSorts;

const sortLabels: Readonly<Record<AlbumSort, string>> = {
  artist: "Artist",
  title: "Title",
  year: "Year",
  newest: "Newest",
};

/** The query in a URL; what fits nothing is as if it weren't there. */
export const AlbumQueryParams = z.object({
  q: z.string().trim().max(LONGEST_SEARCH).default("").catch(""),
  sort: z.enum(albumSorts).default("artist").catch("artist"),
});

/** A query as it stands in the URL: what is usual is left out. */
export const queryOf = ({ q, sort }: AlbumQuery): { readonly q: string | null; readonly sort: string | null } => ({
  q: q || null,
  sort: sort === USUAL ? null : sort,
});

/** The search field and the orders; without JavaScript they are a form and links like any other. */
export function albumFilter(query: AlbumQuery, search: EventRef): Html {
  const { q, sort } = query;
  return html`<div class="flex flex-wrap items-center gap-x-6 gap-y-3">
    <form id="search" role="search" action=${paths.home()} method="get" phx-change=${search} phx-submit=${search} class="grow sm:max-w-sm">
      <label class="input w-full">
        <button type="submit" class="muted cursor-pointer rounded-sm" aria-label="Search">${icon("search")}</button>
        <input type="search" name="q" value="${q}" placeholder="Title, artist or genre" aria-label="Search the albums" maxlength="${LONGEST_SEARCH}" autocomplete="off" phx-debounce="150" />
      </label>
      <input type="hidden" name="sort" value="${sort}" />
    </form>
    <nav aria-label="Order" class="flex items-center gap-1 text-sm">
      <span class="muted mr-1 max-sm:hidden">by</span>
      ${albumSorts.map((by) => {
        const current = by === sort;
        const look = current ? "bg-base-300 font-medium" : "quiet-link";
        return link(
          {
            patch: paths.home(queryOf({ q, sort: by })),
            class: ["rounded-selector px-2.5 py-1.5", look],
            rest: { "aria-current": current ? "true" : null },
          },
          sortLabels[by],
        );
      })}
    </nav>
  </div>`;
}
