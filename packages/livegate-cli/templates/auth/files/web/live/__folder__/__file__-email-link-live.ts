// @only live
import { liveView } from "livegate";
import { z } from "zod";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { emailChangePage, emailUndoPage } from "#web/components/__folder__/email-link-page";
import { expiredLinkPage } from "#web/components/__folder__/link-page";
import { fetchCurrent__Schema__ } from "#web/__file__-auth";

/** Behind the links about a new address: to agree to it, and to take it back. */
export const __Schema__EmailLinkLive = liveView({
  needs: [fetchCurrent__Schema__],
  actions: ["change", "undo"],
  params: z.object({ token: z.string() }),
  mount: async ({ params: { token }, action }) => ({
    token,
    found: await __Context__.peek(action === "change" ? "change_email" : "undo_email", token),
  }),
  pageTitle: () => "Your address",
  render: ({ token, found, action, current__Schema__ }) => {
    if (!found.ok) return expiredLinkPage();
    return (action === "change" ? emailChangePage : emailUndoPage)({
      token,
      email: found.value.email,
      current__Schema__,
    });
  },
});
