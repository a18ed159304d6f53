import {
  type ErrorsByField,
  type Html,
  csrfField,
  html,
  liveFileInput,
  liveLayout,
  liveView,
  pageLayout,
  upload,
} from "livegate";
import type { RootLayout } from "livegate/plug";
import type { SampleAuth } from "./user-auth.ts";

export const root: RootLayout = ({ inner, pageTitle, csrfToken }) => html`<!doctype html>
<html lang="en"><head><meta name="csrf-token" content="${csrfToken}"><title>${pageTitle}</title></head><body>${inner}</body></html>`;

export function layoutsOf({ fetchCurrentUser }: SampleAuth) {
  const menu = (user: { readonly email: string } | null): Html => html`<p id="user">${user?.email ?? "nobody"}</p>`;
  return {
    live: liveLayout({
      needs: [fetchCurrentUser],
      render: ({ currentUser, inner, flash }) =>
        html`${menu(currentUser)}<p id="error">${flash["error"]}</p><p id="info">${flash["info"]}</p>${inner}`,
    }),
    page: pageLayout({
      needs: [fetchCurrentUser],
      render: ({ currentUser, inner, flash }) => html`${menu(currentUser)}<p id="error">${flash["error"]}</p>${inner}`,
    }),
  };
}

/** A page that only those who are logged in see, with something that can be done there. */
export const homeLive = ({ requireAuthenticatedUser }: SampleAuth, counted: () => void = () => {}) =>
  liveView({
    needs: [requireAuthenticatedUser],
    uploads: { note: upload({ accept: "any", chunkSize: 10 }) },
    events: { count: null, pick: null },
    mount: () => ({ count: 0 }),
    handle: { count: (socket) => (counted(), socket.update("count", (n) => n + 1)), pick: () => {} },
    render: ({ currentUser, count, uploads }, { pick }) =>
      html`<h1 id="home">${currentUser.email}</h1><p id="count">${count}</p>
        <form id="note" phx-change=${pick}>${liveFileInput(uploads.note)}</form>`,
  });

export const logInLive = () => liveView({ mount: () => ({}), render: () => html`<h1>Log in</h1>` });

export const formPage = (title: string, errors: ErrorsByField = {}): Html =>
  html`<h1>${title}</h1><p id="errors">${Object.values(errors).flat().join(" ")}</p><form method="post">${csrfField()}</form>`;
