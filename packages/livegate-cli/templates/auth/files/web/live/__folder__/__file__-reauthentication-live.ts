// @only live
import { liveView } from "livegate";
import { z } from "zod";
import { emptyProof, reauthenticationPage } from "#web/components/__folder__/reauthentication-page";
import { requireAuthenticated__Schema__ } from "#web/__file__-auth";

/** Asks who is there. Its form is sent as a request, because only that can give the session a new token. */
export const __Schema__ReauthenticationLive = liveView({
  needs: [requireAuthenticated__Schema__],
  params: z.object({ return_to: z.string().nullable().default(null) }),
  mount: ({ params: { return_to } }) => ({ form: emptyProof(), returnTo: return_to }),
  pageTitle: () => "Is it you?",
  render: ({ current__Schema__, form, returnTo }) => reauthenticationPage({ current__Schema__, form, returnTo }),
});
