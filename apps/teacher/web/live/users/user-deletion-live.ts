import { liveView } from "livegate";
import { albumsTopic } from "#domain/catalog/album-change";
import * as Catalog from "#domain/catalog/catalog";
import { deletionPage, emptyDeletion } from "#web/components/users/deletion-page";
import { requireAuthenticatedUser } from "#web/user-auth";

/** Asks once more before an account is deleted, and says how many albums go with it. */
export const UserDeletionLive = liveView({
  needs: [requireAuthenticatedUser],
  mount: async ({ currentScope }) => ({
    form: emptyDeletion(),
    albums: await Catalog.countOwnAlbums(currentScope),
  }),
  subscribe: (_, on) => [
    on(albumsTopic(), async (socket) => {
      socket.assign({ albums: await Catalog.countOwnAlbums(socket.assigns.currentScope) });
    }),
  ],
  pageTitle: () => "Delete my account",
  render: ({ currentUser, form, albums }) => deletionPage({ currentUser, form, albums }),
});
