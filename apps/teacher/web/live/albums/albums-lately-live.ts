import { type Stream, each, html, link, liveView, stream } from "livegate";
import { header, icon } from "livegate/components";
import { z } from "zod";
import type { Album } from "#domain/catalog/album";
import { type AlbumChange, albumsTopic } from "#domain/catalog/album-change";
import * as Catalog from "#domain/catalog/catalog";
import { paths } from "#web/paths";
import { requireAuthenticatedUser } from "#web/user-auth";
import { plainCard } from "./album-card.ts";

/** Albums that come at once as somebody scrolls. */
const STEP = 24;
/** Albums that the page has at most: what is far from what its reader sees goes, and comes again. */
const KEPT = 96;

interface LatelyState {
  readonly albums: Stream<Album>;
  /** The ids on the page, from the newest on. */
  readonly shown: readonly number[];
  /** Whether there are others above and below. */
  readonly hasNewer: boolean;
  readonly hasOlder: boolean;
}

const keyOf = ({ id }: Album): number => id;

async function newest(): Promise<LatelyState> {
  const { albums, hasMore } = await Catalog.listLately({ limit: STEP });
  return { albums: stream(albums, { key: keyOf }), shown: albums.map(keyOf), hasNewer: false, hasOlder: hasMore };
}

/** Every album by when it came, the newest first: a list without end, of which the page has a part. */
export const AlbumsLatelyLive = liveView({
  needs: [requireAuthenticatedUser],
  events: {
    older: z.looseObject({}),
    newer: z.looseObject({ _overran: z.boolean().default(false) }),
  },

  mount: newest,

  subscribe: (_, on) => [
    on(albumsTopic(), async (socket, change: AlbumChange) => {
      const { shown, hasNewer } = socket.assigns;
      // Whose albums are gone isn't known of what the page has.
      if (change.type === "ownerLeft") return socket.assign(await newest());
      const { type, album } = change;
      const albums = socket.stream("albums");
      if (type === "updated") albums.insert(album, { updateOnly: true });
      if (type === "deleted") {
        albums.delete(album);
        socket.assign({ shown: shown.filter((id) => id !== album.id) });
      }
      if (type !== "created" || shown.includes(album.id)) return socket;
      // Above what is shown it comes when somebody scrolls there.
      if (hasNewer) return socket;
      albums.insert(album, { at: 0, limit: KEPT });
      return socket.assign({
        shown: [album.id, ...shown].slice(0, KEPT),
        hasOlder: socket.assigns.hasOlder || shown.length >= KEPT,
      });
    }),
  ],

  resync: async (socket) => socket.assign(await newest()),

  handle: {
    async older(socket) {
      const { shown, hasNewer } = socket.assigns;
      const last = shown.at(-1);
      if (last === undefined) return socket.assign(await newest());
      const { albums, hasMore } = await Catalog.listLately({ before: last, limit: STEP });
      for (const album of albums) socket.stream("albums").insert(album, { limit: -KEPT });
      const all = [...shown, ...albums.map(keyOf)];
      return socket.assign({
        shown: all.slice(-KEPT),
        hasOlder: hasMore,
        hasNewer: hasNewer || all.length > KEPT,
      });
    },

    async newer(socket, { _overran: isFarAbove }) {
      const { shown, hasOlder } = socket.assigns;
      const [first] = shown;
      if (isFarAbove || first === undefined) return socket.assign(await newest());
      const { albums, hasMore } = await Catalog.listLately({ after: first, limit: STEP });
      for (const album of albums.toReversed()) socket.stream("albums").insert(album, { at: 0, limit: KEPT });
      const all = [...albums.map(keyOf), ...shown];
      return socket.assign({
        shown: all.slice(0, KEPT),
        hasNewer: hasMore,
        hasOlder: hasOlder || all.length > KEPT,
      });
    },
  },

  pageTitle: () => "Lately",

  render: ({ albums, hasNewer, hasOlder }, ev) => html`
    ${link({ navigate: paths.home(), class: "quiet-link inline-flex h-8 items-center gap-2 text-sm" }, [
      icon("back"),
      " All albums",
    ])}
    <div class="mt-6 space-y-6 sm:mt-8 sm:space-y-8">
      ${header({ title: "Lately", subtitle: "What came to the shelf, the newest first" })}
      ${albums.isEmpty && html`<p id="empty" class="muted">Nothing has come yet.</p>`}
      <ul id="lately" class="shelf" phx-update="stream" phx-viewport-top=${hasNewer && ev.newer} phx-viewport-bottom=${hasOlder && ev.older}>
        ${each(albums, plainCard)}
      </ul>
      ${!hasOlder && !albums.isEmpty && html`<p id="first-ones" class="muted text-center text-sm">These were the first ones.</p>`}
    </div>
  `,
});
