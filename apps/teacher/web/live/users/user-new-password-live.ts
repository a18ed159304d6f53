import { formEvent, liveView } from "livegate";
import { z } from "zod";
import { Accounts } from "#domain/accounts/accounts";
import { NewPasswordSchema } from "#domain/accounts/user";
import { expiredLinkPage } from "#web/components/users/link-page";
import { emptyNewPassword, newPasswordNamed, newPasswordPage } from "#web/components/users/reset-password-page";

/** Behind a link to a new password: says whose it is, and changes nothing by being looked at. */
export const UserNewPasswordLive = liveView({
  params: z.object({ token: z.string() }),
  events: { validate: formEvent(NewPasswordSchema, newPasswordNamed) },
  mount: async ({ params: { token } }) => ({
    token,
    form: emptyNewPassword(),
    found: await Accounts.peek("reset_password", token),
  }),
  handle: { validate: (socket, form) => socket.assign({ form }) },
  pageTitle: () => "A new password",
  render: ({ token, form, found }, ev) =>
    found.ok ? newPasswordPage({ form, token, email: found.value.email, change: ev.validate }) : expiredLinkPage(),
});
