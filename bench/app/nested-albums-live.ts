import { type Html, each, events, html, liveRender, liveView } from "livegate";
import { z } from "zod";
import { type Album, albums } from "./albums.ts";

const counts = events({ inc: null });
const COUNT = 100;
const PARTS = 10;
const list = albums(COUNT);

const content = (count: number, part: readonly Album[]): Html => html`
  <p><button phx-click=${counts.inc}>Count</button> <span>${count}</span></p>
  <ul>
    ${each(
      part,
      ({ id }) => id,
      (album) =>
        html`<li id="album-${album.id}"><b>${album.title}</b> ${album.artist} ${album.year} ${album.genre}</li>`,
    )}
  </ul>
`;

/** A hundred albums in one view. */
export const wholeAlbumsLive = liveView({
  events: counts,
  mount: () => ({ count: 0 }),
  handle: { inc: (socket) => socket.update("count", (count) => count + 1) },
  render: ({ count }) => content(count, list),
});

const partLive = liveView({
  session: z.object({ from: z.number() }),
  events: counts,
  mount: ({ session }) => ({ count: 0, part: list.slice(session.from, session.from + COUNT / PARTS) }),
  handle: { inc: (socket) => socket.update("count", (count) => count + 1) },
  render: ({ count, part }) => content(count, part),
});

/** The same hundred in ten views of one page. */
export const partedAlbumsLive = liveView({
  views: { part: partLive },
  mount: () => ({}),
  render: () => html`
    ${Array.from({ length: PARTS }, (_, at) => liveRender(partLive, { id: `part-${at}`, session: { from: (at * COUNT) / PARTS } }))}
  `,
});
