import { liveView } from "livegate";
import { z } from "zod";
import { Accounts } from "#domain/accounts/accounts";
import { emailChangePage, emailUndoPage } from "#web/components/users/email-link-page";
import { expiredLinkPage } from "#web/components/users/link-page";
import { fetchCurrentUser } from "#web/user-auth";

/** Behind the links about a new address: to agree to it, and to take it back. */
export const UserEmailLinkLive = liveView({
  needs: [fetchCurrentUser],
  actions: ["change", "undo"],
  params: z.object({ token: z.string() }),
  mount: async ({ params: { token }, action }) => ({
    token,
    found: await Accounts.peek(action === "change" ? "change_email" : "undo_email", token),
  }),
  pageTitle: () => "Your address",
  render: ({ token, found, action, currentUser }) => {
    if (!found.ok) return expiredLinkPage();
    return (action === "change" ? emailChangePage : emailUndoPage)({ token, email: found.value.email, currentUser });
  },
});
