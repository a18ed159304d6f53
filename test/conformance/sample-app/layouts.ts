import { html, liveLayout, pageLayout } from "livegate";
import type { RootLayout } from "livegate/plug";

export const root: RootLayout = ({ inner, pageTitle, csrfToken, asset, nonce }) => html`<!doctype html>
<html lang="en"><head>
<meta charset="utf-8">
<meta name="csrf-token" content="${csrfToken}">
<title data-default="Sample" data-suffix=" - App">${pageTitle ?? "Sample"} - App</title>
<script phx-track-static defer nonce=${nonce} src=${asset("/assets/app.js")}></script>
</head><body>${inner}</body></html>`;

/** Notices stand inside the view, so they come and go with it. */
export const live = liveLayout({
  needs: [],
  render: ({ inner, flash }) => html`
    <p id="info">${flash["info"]}</p>
    <p id="error">${flash["error"]}</p>
    <main>${inner}</main>`,
});

export const page = pageLayout({
  needs: [],
  render: ({ inner, flash }) => html`<p id="info">${flash["info"]}</p><p id="error">${flash["error"]}</p>${inner}`,
});
