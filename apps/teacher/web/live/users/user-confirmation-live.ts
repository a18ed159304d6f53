import { liveView } from "livegate";
import { confirmationRequestPage, emptyConfirmationRequest } from "#web/components/users/confirmation-page";
import { fetchCurrentUser } from "#web/user-auth";

/** Asks for another mail with a link that confirms an address. */
export const UserConfirmationLive = liveView({
  needs: [fetchCurrentUser],
  mount: ({ currentUser }) => ({ form: emptyConfirmationRequest(currentUser?.email ?? null) }),
  pageTitle: () => "Confirm your address",
  render: ({ form }) => confirmationRequestPage(form),
});
