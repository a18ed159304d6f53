import { liveView } from "livegate";
import { z } from "zod";
import { emptyProof, reauthenticationPage } from "#web/components/users/reauthentication-page";
import { requireAuthenticatedUser } from "#web/user-auth";

/** Asks who is there. Its form is sent as a request, because only that can give the session a new token. */
export const UserReauthenticationLive = liveView({
  needs: [requireAuthenticatedUser],
  params: z.object({ return_to: z.string().nullable().default(null) }),
  mount: ({ params: { return_to } }) => ({ form: emptyProof(), returnTo: return_to }),
  pageTitle: () => "Is it you?",
  render: ({ currentUser, form, returnTo }) => reauthenticationPage({ currentUser, form, returnTo }),
});
