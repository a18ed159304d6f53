import { createTransport } from "nodemailer";

/** A mail as it leaves the app. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Whatever takes mails away. */
export interface Mailer {
  /** Resolves once somebody else is responsible for the mail; rejects where it should be tried again. */
  send(mail: Mail): Promise<void>;
  /** Lets go of connections. */
  close(): void;
}

/** Milliseconds that a mail server has for its first word, and between two. */
const PATIENCE = 20_000;

/**
 * Sends mails by SMTP (nodemailer).
 *
 * @example
 * smtpMailer({ url: "smtps://user:password@mail.example.com", from: "Teacher <teacher@example.com>" });
 */
export function smtpMailer({ url, from }: { readonly url: string; readonly from: string }): Mailer {
  const timeouts = { connectionTimeout: PATIENCE, greetingTimeout: PATIENCE, socketTimeout: PATIENCE };
  const transport = createTransport(
    { url, pool: true, maxConnections: 2, ...timeouts, disableFileAccess: true, disableUrlAccess: true },
    { from },
  );
  return {
    async send({ to, subject, text, html }) {
      // The address as an object: text would be parsed as a list of them.
      await transport.sendMail({ to: { name: "", address: to }, subject, text, html });
    },
    close: () => transport.close(),
  };
}
