import { connectionNote, flashNotices } from "../components/flash-notices.ts";
import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { link } from "../html/link.ts";
import { liveLayout } from "../live/live-layout.ts";
import { devPaths } from "./dev-page.ts";

/** What stands around the pages for those who develop. */
export const devFrame = (inner: Html): Html => html`
  <header class="border-b border-base-300">
    <div class="mx-auto flex max-w-6xl items-center justify-between px-5 py-3 text-sm sm:px-8">
      ${link({ href: devPaths.index(), class: "font-medium" }, "Development")} ${link({ href: "/", class: "link" }, "To the app")}
    </div>
  </header>
  <main class="mx-auto max-w-6xl px-5 py-8 sm:px-8 sm:py-12">${inner}</main>
`;

/** The frame of those that are live. */
export const devLayout = liveLayout({
  needs: [],
  render: ({ inner, flash }) => html`${devFrame(inner)} ${flashNotices(flash)} ${connectionNote()}`,
});
