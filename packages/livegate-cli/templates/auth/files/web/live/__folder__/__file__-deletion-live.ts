// @only live
import { event, liveView } from "livegate";
import { deletionPage, emptyDeletion } from "#web/components/__folder__/deletion-page";
import { requireAuthenticated__Schema__, requireSudo } from "#web/__file__-auth";

/** Asks once more before an account is deleted. */
export const __Schema__DeletionLive = liveView({
  needs: [requireAuthenticated__Schema__],
  events: { delete: event(null, { guards: [requireSudo] }) },
  mount: () => ({ form: emptyDeletion(), sends: false }),
  // Sent as a request from here on: only that can end the session in this browser.
  handle: { delete: (socket) => socket.assign({ sends: true }) },
  pageTitle: () => "Delete my account",
  render: ({ current__Schema__, form, sends }, ev) =>
    deletionPage({ current__Schema__, form, submit: { event: ev.delete, isDue: sends } }),
});
