// @only live
import { liveView } from "livegate";
import { emptyResetRequest, resetRequestPage } from "#web/components/__folder__/reset-password-page";

/** Asks for a mail with a link to a new password. */
export const __Schema__ResetPasswordLive = liveView({
  mount: () => ({ form: emptyResetRequest() }),
  pageTitle: () => "A new password",
  render: ({ form }) => resetRequestPage(form),
});
