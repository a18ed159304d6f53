import type { MailTexts } from "livegate/auth";

/** The texts of all mails. Each is laid out as HTML too; give `html` beside `text` to do that yourself. */
export const __schema__Mails: MailTexts = {
  log_in: ({ appName, url }) => ({
    subject: `Your link to ${appName}`,
    text: `Open this page to log in to ${appName}:

${url}

It works once, for ten minutes. If you didn't ask for it, nothing has happened and you need do nothing.`,
  }),

  confirm: ({ appName, url }) => ({
    subject: `Confirm your address for ${appName}`,
    text: `Welcome to ${appName}! Open this page to confirm that this address is yours:

${url}

It works for seven days. If you have no account here, somebody has mistyped theirs: ignore this mail.`,
  }),

  reset_password: ({ appName, url }) => ({
    subject: `A new password for ${appName}`,
    text: `Open this page to choose a new password for ${appName}:

${url}

It works once, for an hour. If you didn't ask for it, your password stays as it is and you need do nothing.`,
  }),

  change_email: ({ appName, url }) => ({
    subject: `Your new address for ${appName}`,
    text: `Somebody, most likely you, wants to use this address for an account at ${appName}. Open this page to agree:

${url}

It works for seven days. If it wasn't you, ignore this mail: nothing changes.`,
  }),

  registered_already: ({ appName, url }) => ({
    subject: `You have an account at ${appName}`,
    text: `Somebody has just registered with this address, which has an account at ${appName} already. If it was you, log in here:

${url}

You can have a link mailed there if you don't remember your password. If it wasn't you, nothing has happened.`,
  }),

  code: ({ appName, code }) => ({
    subject: `${code} is your code for ${appName}`,
    text: `Type this code on the page that asks for it:

${code}

It works once, for ten minutes. If you didn't ask for it, somebody is logged in to your account: log in yourself and end all other sessions.`,
  }),

  email_changed: ({ appName, newEmail, url }) => ({
    subject: `Your address at ${appName} has changed`,
    text: `Your account at ${appName} now has the address ${newEmail}. If you did that, all is well.

If it wasn't you, take it back here within three days. Everybody is logged out then, and you choose a new password:

${url}`,
  }),

  password_changed: ({ appName, network, userAgent, at, url }) => ({
    subject: `Your password at ${appName} has changed`,
    text: `The password of your account at ${appName} was changed on ${at}, from ${network} with ${userAgent}. If you did that, all is well.

If it wasn't you, choose another one here:

${url}`,
  }),

  new_device: ({ appName, network, userAgent, at, url }) => ({
    subject: `A new device at ${appName}`,
    text: `Somebody has logged in to your account at ${appName} on ${at}, from ${network} with ${userAgent}, which was not used for that before. If it was you, all is well.

If it wasn't, choose another password here. Everybody is logged out then:

${url}`,
  }),
};
