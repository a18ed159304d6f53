import { type Html, type Row, each, html, row, when } from "livegate";
import type { Album, User } from "./catalog.ts";
import { ev, ownAlbum } from "./events.ts";

declare const albums: readonly Album[];
declare const me: User;

export const albumRow = row(
  (album: Album, props: { me: User }) => html`<li>
    ${album.title}
    ${ownAlbum.allows({ currentUser: props.me }, album) && html`<button phx-click=${ev.delete}>x</button>`}
  </li>`,
);
const plainRow: Row<Album> = row((album: Album) => html`<li>${album.title}</li>`);

export const lists: readonly Html[] = [
  html`${each(albums, (album) => album.id, albumRow, { me })}`,
  html`${each(albums, (album) => album.id, plainRow)}`,
  html`${each(
    albums,
    ({ title }) => title,
    (album, index) => html`${index} ${album.title}`,
  )}`,
  html`${when(albums[0], (album) => html`<b>${album.title}</b>`)}`,
  html`<i hidden=${true} title=${null}>${undefined}${1n}${[1, "x", html``]}</i>`,
];

// @ts-expect-error -- the row wants its props
each(albums, (album) => album.id, albumRow);
// @ts-expect-error -- the props have another shape
each(albums, (album) => album.id, albumRow, { user: me });
// @ts-expect-error -- a key is text or a number
each(albums, (album) => album, plainRow);
// @ts-expect-error -- the row is for albums
each([1, 2], (n) => n, plainRow);
declare function show(...shown: readonly Html[]): void;
// @ts-expect-error -- a Date says nothing about how it wants to be shown
show(html`${new Date()}`);
// @ts-expect-error -- an object is no text
show(html`${me}`);
// @ts-expect-error -- neither is a promise
show(html`${Promise.resolve("x")}`);
// @ts-expect-error -- nor a function
show(html`${() => "x"}`);
// @ts-expect-error -- a rule asks about a record of its own kind
ownAlbum.allows({ currentUser: me }, me);
