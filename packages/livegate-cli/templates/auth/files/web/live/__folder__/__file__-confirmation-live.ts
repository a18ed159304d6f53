// @only live
import { liveView } from "livegate";
import { confirmationRequestPage, emptyConfirmationRequest } from "#web/components/__folder__/confirmation-page";
import { fetchCurrent__Schema__ } from "#web/__file__-auth";

/** Asks for another mail with a link that confirms an address. */
export const __Schema__ConfirmationLive = liveView({
  needs: [fetchCurrent__Schema__],
  mount: ({ current__Schema__ }) => ({ form: emptyConfirmationRequest(current__Schema__?.email ?? null) }),
  pageTitle: () => "Confirm your address",
  render: ({ form }) => confirmationRequestPage(form),
});
