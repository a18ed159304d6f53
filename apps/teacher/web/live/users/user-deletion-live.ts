import { liveView } from "livegate";
import { deletionPage, emptyDeletion } from "#web/components/users/deletion-page";
import { requireAuthenticatedUser } from "#web/user-auth";

/** Asks once more before an account is deleted. */
export const UserDeletionLive = liveView({
  needs: [requireAuthenticatedUser],
  mount: () => ({ form: emptyDeletion() }),
  pageTitle: () => "Delete my account",
  render: ({ currentUser, form }) => deletionPage({ currentUser, form }),
});
