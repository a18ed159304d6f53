// @only live
import { formEvent, liveView } from "livegate";
import { EmailChangeSchema, PasswordChangeSchema } from "#domain/__context-file__/__file__";
import {
  emailChangeNamed,
  emptySettings,
  passwordChangeNamed,
  settingsPage,
} from "#web/components/__folder__/settings-page";
import { requireAuthenticated__Schema__ } from "#web/__file__-auth";

/** What a user can change about their account, checked while they type. */
export const __Schema__SettingsLive = liveView({
  needs: [requireAuthenticated__Schema__],
  events: {
    validateEmail: formEvent(EmailChangeSchema, emailChangeNamed),
    validatePassword: formEvent(PasswordChangeSchema, passwordChangeNamed),
  },
  mount: ({ current__Schema__ }) => ({ forms: emptySettings(current__Schema__) }),
  handle: {
    validateEmail: (socket, email) => socket.update("forms", (forms) => ({ ...forms, email })),
    validatePassword: (socket, password) => socket.update("forms", (forms) => ({ ...forms, password })),
  },
  pageTitle: () => "Settings",
  render: ({ current__Schema__, forms }, ev) =>
    settingsPage({ current__Schema__, forms, changes: { email: ev.validateEmail, password: ev.validatePassword } }),
});
