import { formEvent, liveView } from "livegate";
import { EmailChangeSchema, PasswordChangeSchema } from "#domain/accounts/user";
import {
  emailChangeNamed,
  emptySettings,
  passwordChangeNamed,
  settingsPage,
} from "#web/components/users/settings-page";
import { requireAuthenticatedUser } from "#web/user-auth";

/** What a user can change about their account, checked while they type. */
export const UserSettingsLive = liveView({
  needs: [requireAuthenticatedUser],
  events: {
    validateEmail: formEvent(EmailChangeSchema, emailChangeNamed),
    validatePassword: formEvent(PasswordChangeSchema, passwordChangeNamed),
  },
  mount: ({ currentUser }) => ({ forms: emptySettings(currentUser) }),
  handle: {
    validateEmail: (socket, email) => socket.update("forms", (forms) => ({ ...forms, email })),
    validatePassword: (socket, password) => socket.update("forms", (forms) => ({ ...forms, password })),
  },
  pageTitle: () => "Settings",
  render: ({ currentUser, forms }, ev) =>
    settingsPage({ currentUser, forms, changes: { email: ev.validateEmail, password: ev.validatePassword } }),
});
