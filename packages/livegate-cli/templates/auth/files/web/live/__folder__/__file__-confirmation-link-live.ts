// @only live
import { liveView } from "livegate";
import { z } from "zod";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { confirmationPage, emptyConfirmation } from "#web/components/__folder__/confirmation-page";
import { expiredLinkPage } from "#web/components/__folder__/link-page";
import { fetchCurrent__Schema__ } from "#web/__file__-auth";

/** Behind the link of a confirmation mail: says whose it is, and changes nothing by being looked at. */
export const __Schema__ConfirmationLinkLive = liveView({
  needs: [fetchCurrent__Schema__],
  params: z.object({ token: z.string() }),
  mount: async ({ params: { token } }) => ({
    token,
    form: emptyConfirmation(),
    found: await __Context__.peek("confirm", token),
  }),
  pageTitle: () => "Confirm your address",
  render: ({ token, form, found, current__Schema__ }) =>
    found.ok ? confirmationPage({ form, token, ...found.value, current__Schema__ }) : expiredLinkPage(),
});
