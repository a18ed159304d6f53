import { liveView } from "livegate";
import { z } from "zod";
import { Accounts } from "#domain/accounts/accounts";
import { confirmationPage, emptyConfirmation } from "#web/components/users/confirmation-page";
import { expiredLinkPage } from "#web/components/users/link-page";
import { fetchCurrentUser } from "#web/user-auth";

/** Behind the link of a confirmation mail: says whose it is, and changes nothing by being looked at. */
export const UserConfirmationLinkLive = liveView({
  needs: [fetchCurrentUser],
  params: z.object({ token: z.string() }),
  mount: async ({ params: { token } }) => ({
    token,
    form: emptyConfirmation(),
    found: await Accounts.peek("confirm", token),
  }),
  pageTitle: () => "Confirm your address",
  render: ({ token, form, found, currentUser }) =>
    found.ok ? confirmationPage({ form, token, ...found.value, currentUser }) : expiredLinkPage(),
});
