// @only live
import { formEvent, liveView } from "livegate";
import { z } from "zod";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { NewPasswordSchema } from "#domain/__context-file__/__file__";
import { expiredLinkPage } from "#web/components/__folder__/link-page";
import { emptyNewPassword, newPasswordNamed, newPasswordPage } from "#web/components/__folder__/reset-password-page";

/** Behind a link to a new password: says whose it is, and changes nothing by being looked at. */
export const __Schema__NewPasswordLive = liveView({
  params: z.object({ token: z.string() }),
  events: { validate: formEvent(NewPasswordSchema, newPasswordNamed) },
  mount: async ({ params: { token } }) => ({
    token,
    form: emptyNewPassword(),
    found: await __Context__.peek("reset_password", token),
  }),
  handle: { validate: (socket, form) => socket.assign({ form }) },
  pageTitle: () => "A new password",
  render: ({ token, form, found }, ev) =>
    found.ok ? newPasswordPage({ form, token, email: found.value.email, change: ev.validate }) : expiredLinkPage(),
});
