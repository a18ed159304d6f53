import { type MailSettings, type Mailer, configuredMailer, mailbox } from "livegate/auth";

/** The mails of those who develop: nothing is sent, all of it can be read at /dev/mailbox. */
export const devMailbox = mailbox();

/** Sends mails by the server that `SMTP_URL` names; without one, and only in development, they stay in the mailbox. */
export const __schema__Mailer = (config: MailSettings): Mailer => configuredMailer(config, devMailbox);
