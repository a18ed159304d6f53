import { event, formEvent, liveView } from "livegate";
import { EmailChangeSchema, PasswordChangeSchema } from "#domain/accounts/user";
import {
  emailChangeNamed,
  emptySettings,
  passwordChangeNamed,
  settingsPage,
} from "#web/components/users/settings-page";
import { requireAuthenticatedUser, requireSudo } from "#web/user-auth";

/** What a user can change about their account, checked while they type. */
export const UserSettingsLive = liveView({
  needs: [requireAuthenticatedUser],
  events: {
    validateEmail: formEvent(EmailChangeSchema, emailChangeNamed),
    changeEmail: event(formEvent(EmailChangeSchema, emailChangeNamed), { guards: [requireSudo] }),
    validatePassword: formEvent(PasswordChangeSchema, passwordChangeNamed),
  },
  mount: ({ currentUser }) => ({ forms: emptySettings(currentUser), sendsEmail: false }),
  handle: {
    validateEmail: (socket, email) => socket.update("forms", (forms) => ({ ...forms, email })),
    // Sent as a request from here on: only that knows whose browser it is, for the audit and the throttles.
    changeEmail: (socket, email) =>
      socket.update("forms", (forms) => ({ ...forms, email })).assign({ sendsEmail: email.output !== null }),
    validatePassword: (socket, password) => socket.update("forms", (forms) => ({ ...forms, password })),
  },
  pageTitle: () => "Settings",
  render: ({ currentUser, forms, sendsEmail }, ev) =>
    settingsPage({
      currentUser,
      forms,
      changes: { email: ev.validateEmail, password: ev.validatePassword },
      emailSubmit: { event: ev.changeEmail, isDue: sendsEmail },
    }),
});
