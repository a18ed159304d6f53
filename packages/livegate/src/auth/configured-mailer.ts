import { LivegateError } from "../errors/livegate-error.ts";
import type { Secret } from "../token/secret.ts";
import { type Mailer, smtpMailer } from "./mailer.ts";

/** What of an app's settings decides about its mails: `endpointConfig` reads it. */
export interface MailSettings {
  readonly production: boolean;
  readonly mail: { readonly url: Secret; readonly from: string } | null;
}

/**
 * The mailer that the settings ask for: the server that `SMTP_URL` names, or else the given mailbox, which people who
 * develop look into. Throws `LG_CONFIG` in production without a server: nobody would ever get a mail.
 *
 * @example
 * export const devMailbox = mailbox();
 * export const userMailer = (config: Config): Mailer => configuredMailer(config, devMailbox);
 */
export function configuredMailer({ production, mail }: MailSettings, otherwise: Mailer): Mailer {
  if (mail) return smtpMailer({ url: mail.url.reveal(), from: mail.from });
  if (!production) return otherwise;
  throw new LivegateError(
    "LG_CONFIG",
    "SMTP_URL is missing: accounts send mails.",
    "SMTP_URL=smtps://user:password@mail.example.com\nMAIL_FROM=App <app@example.com>",
  );
}
