/** What a mail says. Without `html` the text is laid out as HTML, its addresses as links. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}

/** What every text may name. */
export interface MailFacts {
  readonly appName: string;
  /** The address that it goes to. */
  readonly email: string;
}

/** A mail with a link: where it leads. */
export interface LinkFacts extends MailFacts {
  readonly url: string;
}

/** What was done from where, and where the reader goes if it wasn't them. */
export interface NoticeFacts extends LinkFacts {
  readonly network: string;
  readonly userAgent: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** An app's mails, by kind. */
export interface MailTexts {
  readonly log_in: (facts: LinkFacts) => MailText;
  readonly confirm: (facts: LinkFacts) => MailText;
  readonly reset_password: (facts: LinkFacts) => MailText;
  /** To the new address. */
  readonly change_email: (facts: LinkFacts) => MailText;
  /** "verified": somebody registered an address that has an account; the link leads to the log-in page. */
  readonly registered_already: (facts: LinkFacts) => MailText;
  readonly code: (facts: MailFacts & { readonly code: string }) => MailText;
  /** To the old address; the link takes the change back. */
  readonly email_changed: (facts: LinkFacts & { readonly newEmail: string }) => MailText;
  readonly password_changed: (facts: NoticeFacts) => MailText;
  readonly new_device: (facts: NoticeFacts) => MailText;
}

/** A kind of mail for which there is a text. */
export type TextKind = keyof MailTexts;

/**
 * A text as HTML: paragraphs, and addresses as links.
 *
 * @example
 * const mail = { subject: "Welcome", text, html: textAsHtml(text) };
 */
export function textAsHtml(text: string): string {
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => `<p>${withLinks(paragraph)}</p>`);
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"></head><body>\n${paragraphs.join("\n")}\n</body></html>\n`;
}

const withLinks = (text: string): string =>
  escaped(text)
    .replaceAll(/https?:\/\/[^\s<>"]+/g, (url) => `<a href="${url}">${url}</a>`)
    .replaceAll("\n", "<br>\n");

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign);
