import { event, liveView } from "livegate";
import { albumsTopic } from "#domain/catalog/album-change";
import * as Catalog from "#domain/catalog/catalog";
import { deletionPage, emptyDeletion } from "#web/components/users/deletion-page";
import { requireAuthenticatedUser, requireSudo } from "#web/user-auth";

/** Asks once more before an account is deleted, and says how many albums go with it. */
export const UserDeletionLive = liveView({
  needs: [requireAuthenticatedUser],
  events: { delete: event(null, { guards: [requireSudo] }) },
  mount: async ({ currentScope }) => ({
    form: emptyDeletion(),
    sends: false,
    albums: await Catalog.countOwnAlbums(currentScope),
  }),
  subscribe: (_, on) => [
    on(albumsTopic(), async (socket) => {
      socket.assign({ albums: await Catalog.countOwnAlbums(socket.assigns.currentScope) });
    }),
  ],
  // Sent as a request from here on: only that can end the session in this browser.
  handle: { delete: (socket) => socket.assign({ sends: true }) },
  pageTitle: () => "Delete my account",
  render: ({ currentUser, form, albums, sends }, ev) =>
    deletionPage({ currentUser, form, albums, submit: { event: ev.delete, isDue: sends } }),
});
