import { type EventRef, type Html, html, js, link, row } from "livegate";
import { icon } from "livegate/components";
import type { Scope } from "#domain/accounts/scope";
import type { User } from "#domain/accounts/user";
import type { Album } from "#domain/catalog/album";
import type { AlbumQuery } from "#domain/catalog/album-search";
import * as Catalog from "#domain/catalog/catalog";
import { cover } from "#web/components/cover";
import { yoursTag } from "#web/components/yours-tag";
import { paths } from "#web/paths";
import { queryOf } from "./album-filter.ts";
import { changeableAlbum } from "./album-rules.ts";

interface CardProps extends AlbumQuery {
  readonly currentUser: User;
  readonly currentScope: Scope;
  readonly remove: EventRef<string, { id: string | number }>;
}

const titleLink = ({
  id,
  title,
}: Album): Html => html`<h2 class="line-clamp-2 wrap-anywhere font-sans text-[0.95rem] leading-snug font-medium tracking-normal">
  ${link({ navigate: paths.album({ id }), class: "shelf-link" }, title)}
</h2>`;

/** An album that leads to its page, and no more, under this id. */
export const plainCard = (album: Album, id: string): Html => html`<li id="${id}" class="shelf-place">
    <div class="shelf-stand">${cover(album)}</div>
    <div class="shelf-label">
      ${titleLink(album)}
      <p class="muted truncate text-sm">${album.artist}</p>
    </div>
  </li>`;

/** An album beside another one. */
export const neighbourCard = row((album: Album) => plainCard(album, `neighbour-${album.id}`));

/** An album on the shelf: its cover on the board, its label below with what can be done. */
export const albumCard = row(
  (album: Album, props: CardProps) => html`<li id="album-${album.id}" class="shelf-place">
    <div class="shelf-stand">${cover(album)}</div>
    <div class="shelf-label">
      ${titleLink(album)}
      <p class="muted flex items-center gap-1.5 text-sm">
        <span class="truncate">${album.artist}</span>
        ${Catalog.isOwn(props.currentScope, album) && yoursTag}
      </p>
      <div class="mt-0.5 flex min-h-8 items-center justify-between gap-1">
        <p class="muted truncate text-xs tabular-nums">${album.year} · ${album.genre}</p>
        ${changeableAlbum.allows(props, album) && actionsOn(album, props)}
      </div>
    </div>
  </li>`,
);

const actionsOn = (
  album: Album,
  { q, sort, remove }: CardProps,
): Html => html`<div class="shelf-actions relative -mr-2 flex shrink-0">
  ${link(
    {
      patch: paths.albumEdit({ id: album.id }, queryOf({ q, sort })),
      class: "btn btn-square btn-ghost btn-sm",
      rest: { "phx-click": js.pushFocus(), "aria-label": `Edit ${album.title}`, title: "Edit" },
    },
    icon("pencil"),
  )}
  <button
    type="button"
    phx-click=${remove}
    phx-value-id="${album.id}"
    data-confirm="Delete “${album.title}” by ${album.artist}? It can’t be brought back."
    class="btn btn-square btn-ghost btn-sm live-only"
    aria-label="Delete ${album.title}"
    title="Delete"
  >
    ${icon("trash")}
  </button>
</div>`;
