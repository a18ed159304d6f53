import { randomBytes } from "node:crypto";
import type { Path } from "../paths/path.ts";
import type { AuthContext, UserRow } from "./auth-context.ts";
import type { MailTable } from "./auth-tables.ts";
import type { MailKind } from "./mail-outbox.ts";
import { type MailText, type MailTexts, textAsHtml } from "./mail-texts.ts";
import { type MailPurpose, makeMailToken } from "./mail-tokens.ts";
import type { Mail } from "./mailer.ts";
import { keepCode, newCode } from "./reauthentication.ts";

/** Where the links of mails lead: by purpose, a page for a token; and two pages without. */
export interface MailLinks extends Readonly<Record<MailPurpose, (token: string) => Path>> {
  readonly logIn: Path;
  readonly forgotPassword: Path;
}

/** What mails are made of. */
export interface MailWriting {
  readonly texts: MailTexts;
  readonly links: MailLinks;
  /** The app's public address, with its base: it, never a request, decides where links lead. */
  readonly url: URL;
}

/** A mail for its row in the outbox: its token is made now. Null where there is nobody to write to; "later" where hashing is busy. */
export async function writeMail(
  auth: AuthContext,
  writing: MailWriting,
  row: MailTable,
): Promise<Mail | null | "later"> {
  const user = await userOf(auth, row);
  // "It wasn't me" sleeps while its user is disabled, and has to reach its owner all the same.
  if (!user || (user.disabled_at !== null && row.kind !== "email_changed")) return null;
  const text = await textFor(auth, writing, { row, user });
  if (text === null || text === "later") return text;
  return { to: row.address, subject: oneLine(text.subject), text: text.text, html: text.html ?? textAsHtml(text.text) };
}

function userOf({ db }: AuthContext, { user_id, address }: MailTable): Promise<UserRow | undefined> {
  const users = db.selectFrom("users").selectAll();
  if (user_id === null) return users.where("email", "=", address).executeTakeFirst();
  return users.where("id", "=", keyOf(user_id)).executeTakeFirst();
}

// The outbox has keys as text, whatever they are: PostgreSQL compares numbers with numbers only.
const keyOf = (text: string): string | number => (/^\d{1,15}$/.test(text) ? Number(text) : text);

interface Addressed {
  readonly row: MailTable;
  readonly user: UserRow;
}

async function textFor(
  auth: AuthContext,
  writing: MailWriting,
  { row, user }: Addressed,
): Promise<MailText | null | "later"> {
  const { texts, links } = writing;
  const { appName } = auth.settings;
  const facts = { appName, email: row.address };
  const urlOf = (path: Path): string => writing.url.origin + path.href(writing.url.pathname.replace(/\/$/, ""));
  const linkFor = async (purpose: MailPurpose): Promise<{ url: string }> => {
    const createdAt = purpose === "undo_email" ? { createdAt: row.created_at } : {};
    const token = await makeMailToken(auth, purpose, { userId: user.id, sentTo: row.address, ...createdAt });
    return { url: urlOf(links[purpose](token)) };
  };
  const kind = row.kind as MailKind; // Only wantMail writes rows.
  switch (kind) {
    case "log_in":
    case "reset_password":
      return texts[kind]({ ...facts, ...(await linkFor(kind)) });
    case "confirm":
      return user.confirmed_at === null ? texts.confirm({ ...facts, ...(await linkFor(kind)) }) : null;
    case "registered":
      if (user.confirmed_at === null) return texts.confirm({ ...facts, ...(await linkFor("confirm")) });
      return texts.registered_already({ ...facts, url: urlOf(links.logIn) });
    case "change_email":
      return (await isFree(auth, row.address)) ? texts.change_email({ ...facts, ...(await linkFor(kind)) }) : null;
    case "email_changed":
      return texts.email_changed({ ...facts, newEmail: dataOf(row, "newEmail"), ...(await linkFor("undo_email")) });
    case "code": {
      const code = newCode(randomBytes(8));
      return (await keepCode(auth, user, code)) ? texts.code({ ...facts, code }) : "later";
    }
    case "password_changed":
    case "new_device": {
      const told = { network: dataOf(row, "network"), userAgent: dataOf(row, "userAgent"), at: dataOf(row, "at") };
      return texts[kind]({ ...facts, ...told, url: urlOf(links.forgotPassword) });
    }
    case "undo_email":
      return null; // Its link goes out with "email_changed".
  }
}

/** A wish for an address that somebody has by now comes to nothing, as it would when the link is used. */
async function isFree({ db }: AuthContext, address: string): Promise<boolean> {
  return (await db.selectFrom("users").select("id").where("email", "=", address).executeTakeFirst()) === undefined;
}

function dataOf({ data }: MailTable, name: string): string {
  const all = JSON.parse(data ?? "{}") as Readonly<Record<string, string>>; // Written by wantMail.
  return all[name] ?? "";
}

const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, " ");
