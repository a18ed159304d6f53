// @only live
import { event, formEvent, liveView } from "livegate";
import { EmailChangeSchema, PasswordChangeSchema } from "#domain/__context-file__/__file__";
import {
  emailChangeNamed,
  emptySettings,
  passwordChangeNamed,
  settingsPage,
} from "#web/components/__folder__/settings-page";
import { requireAuthenticated__Schema__, requireSudo } from "#web/__file__-auth";

/** What a user can change about their account, checked while they type. */
export const __Schema__SettingsLive = liveView({
  needs: [requireAuthenticated__Schema__],
  events: {
    validateEmail: formEvent(EmailChangeSchema, emailChangeNamed),
    changeEmail: event(formEvent(EmailChangeSchema, emailChangeNamed), { guards: [requireSudo] }),
    validatePassword: formEvent(PasswordChangeSchema, passwordChangeNamed),
  },
  mount: ({ current__Schema__ }) => ({ forms: emptySettings(current__Schema__), sendsEmail: false }),
  handle: {
    validateEmail: (socket, email) => socket.update("forms", (forms) => ({ ...forms, email })),
    // Sent as a request from here on: only that knows whose browser it is, for the audit and the throttles.
    changeEmail: (socket, email) =>
      socket.update("forms", (forms) => ({ ...forms, email })).assign({ sendsEmail: email.output !== null }),
    validatePassword: (socket, password) => socket.update("forms", (forms) => ({ ...forms, password })),
  },
  pageTitle: () => "Settings",
  render: ({ current__Schema__, forms, sendsEmail }, ev) =>
    settingsPage({
      current__Schema__,
      forms,
      changes: { email: ev.validateEmail, password: ev.validatePassword },
      emailSubmit: { event: ev.changeEmail, isDue: sendsEmail },
    }),
});
