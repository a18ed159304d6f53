import { type Html, type Slot, html, link, liveLayout, liveRender, pageLayout } from "livegate";
import { connectionNote, deployNote, flashNotices } from "livegate/components";
import type { RootLayout } from "livegate/plug";
import { paths } from "../paths.ts";
import { NewAlbumsLive } from "../live/albums/new-albums-live.ts";
import { fetchCurrentUser, requireAuthenticatedUser } from "../user-auth.ts";
import { disc } from "./disc.ts";
import { userMenu } from "./user-menu.ts";
import { reauthenticationSheet } from "./users/reauthentication-sheet.ts";

/** The document: printed once per full load, and never changed over the socket but for its title. */
export const root: RootLayout = ({ inner, pageTitle, csrfToken, asset }) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="csrf-token" content="${csrfToken}" />
    <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbf9f5" />
    <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#1e1914" />
    <title data-default="Albums" data-suffix=" · Teacher">${pageTitle ?? "Albums"} · Teacher</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href=${asset("/assets/app.css")} phx-track-static />
    <script src=${asset("/assets/app.js")} phx-track-static defer></script>
  </head>
  <body>
    ${inner}
  </body>
</html>`;

/** The frame of live views: part of each view, so it changes with it. */
export const live = liveLayout({
  needs: [fetchCurrentUser],
  render: ({ currentUser, inner, flash, staticChanged, held }) =>
    html`${pageFrame(inner, userMenu(currentUser))} ${flashNotices(flash)} ${connectionNote()} ${deployNote(staticChanged)}
    ${reauthenticationSheet(held, currentUser)}`,
});

/** The frame of the shelf's pages: what is new on it is told wherever its user goes among them. */
export const shelfLive = liveLayout({
  needs: [requireAuthenticatedUser],
  views: { newAlbums: NewAlbumsLive },
  render: ({ currentUser, inner, flash, staticChanged, held }) =>
    html`${pageFrame(inner, userMenu(currentUser))} ${liveRender(NewAlbumsLive, { id: "new-albums", sticky: true })}
    ${flashNotices(flash)} ${connectionNote()} ${deployNote(staticChanged)}
    ${reauthenticationSheet(held, currentUser)}`,
});

/** The frame of plain pages. */
export const page = pageLayout({
  needs: [fetchCurrentUser],
  render: ({ currentUser, inner, flash }) => html`${pageFrame(inner, userMenu(currentUser))} ${flashNotices(flash)}`,
});

/** What stands around every page's content; the menu is missing where nobody knows who is there. */
export const pageFrame = (inner: Html, menu: Slot = null): Html => html`
  ${masthead(menu)}
  <main class="mx-auto max-w-6xl px-5 py-8 sm:px-8 sm:py-12">${inner}</main>
`;

const masthead = (menu: Slot): Html => html`<header class="border-b border-base-300">
  <div class="mx-auto flex max-w-6xl items-center justify-between gap-4 px-5 py-3.5 sm:px-8">
    ${link(
      { navigate: paths.home(), class: "flex items-center gap-2 rounded-sm font-serif text-xl" },
      html`<span class="text-primary">${disc}</span> Teacher`,
    )}
    <nav aria-label="Site" class="flex min-w-0 items-center gap-4">
      ${link({ href: paths.about(), class: "quiet-link text-sm" }, "About")}
      ${menu}
    </nav>
  </div>
</header>`;
