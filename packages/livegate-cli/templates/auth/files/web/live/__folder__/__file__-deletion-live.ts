// @only live
import { liveView } from "livegate";
import { deletionPage, emptyDeletion } from "#web/components/__folder__/deletion-page";
import { requireAuthenticated__Schema__ } from "#web/__file__-auth";

/** Asks once more before an account is deleted. */
export const __Schema__DeletionLive = liveView({
  needs: [requireAuthenticated__Schema__],
  mount: () => ({ form: emptyDeletion() }),
  pageTitle: () => "Delete my account",
  render: ({ current__Schema__, form }) => deletionPage({ current__Schema__, form }),
});
