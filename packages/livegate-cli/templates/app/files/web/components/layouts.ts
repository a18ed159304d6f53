import { type Html, type Slot, html, link, liveLayout, pageLayout } from "livegate";
import { connectionNote, deployNote, flashNotices } from "livegate/components";
import type { RootLayout } from "livegate/plug";
import { paths } from "../paths.ts";

/** The document: printed once per full load, and never changed over the socket but for its title. */
export const root: RootLayout = ({ inner, pageTitle, csrfToken, asset }) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="csrf-token" content="${csrfToken}" />
    <title data-default="__App__" data-suffix=" · __App__">${pageTitle === null ? "" : `${pageTitle} · `}__App__</title>
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
  needs: [],
  render: ({ inner, flash, staticChanged }) =>
    html`${pageFrame(inner)} ${flashNotices(flash)} ${connectionNote()} ${deployNote(staticChanged)}`,
});

/** The frame of plain pages. */
export const page = pageLayout({
  needs: [],
  render: ({ inner, flash }) => html`${pageFrame(inner)} ${flashNotices(flash)}`,
});

/** What stands around every page's content; at the right of its head there is room for a menu. */
export const pageFrame = (inner: Html, menu: Slot = null): Html => html`
  <header class="border-b border-base-300">
    <div class="mx-auto flex max-w-5xl items-center justify-between gap-6 px-5 py-4 sm:px-8">
      ${link({ href: paths.home(), class: "text-lg font-semibold tracking-tight" }, "__App__")} ${menu}
    </div>
  </header>
  <main class="mx-auto max-w-5xl px-5 py-8 sm:px-8 sm:py-12">${inner}</main>
`;
