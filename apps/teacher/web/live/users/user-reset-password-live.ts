import { liveView } from "livegate";
import { emptyResetRequest, resetRequestPage } from "#web/components/users/reset-password-page";

/** Asks for a mail with a link to a new password. */
export const UserResetPasswordLive = liveView({
  mount: () => ({ form: emptyResetRequest() }),
  pageTitle: () => "A new password",
  render: ({ form }) => resetRequestPage(form),
});
