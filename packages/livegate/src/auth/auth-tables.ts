import type { Generated } from "kysely";

/** What a user's key may be: a number that the database counts, or a text that the app makes. */
export type UserId = string | number;

/** A moment as the tables hold it: ISO 8601 in UTC, so that it sorts by time. */
export type Moment = string;

/** The columns that authentication needs of an app's users; the app adds its own. */
export interface UserColumns<Id extends UserId = number> {
  id: Id extends number ? Generated<Id> : Id;
  /** Trimmed, ASCII, in lower case; unique. */
  email: string;
  /** In PHC form; null for an account that has none. */
  hashed_password: string | null;
  /** When its owner proved that mail to the address is read by them. */
  confirmed_at: Moment | null;
  /** Since when nobody gets in. */
  disabled_at: Moment | null;
  /** Counts what changed about the user's access. */
  access_epoch: Generated<number>;
  created_at: Moment;
  updated_at: Moment;
}

/** One row for each log-in of a browser. */
export interface SessionTable<Id extends UserId = number> {
  id: string;
  user_id: Id;
  token_hash: string;
  /** Of the token before this one, as long as it may still come. */
  previous_hash: string | null;
  /** Until when it may; null as long as the new one hasn't come yet. */
  previous_until: Moment | null;
  rotated_at: Moment | null;
  created_at: Moment;
  seen_at: Moment;
  expires_at: Moment;
  user_agent: string;
  network: string;
  /** How the user proved who they are: a list of `{ method, at }` as JSON. */
  factors: string;
  /** 1 where the browser keeps the cookie when it is closed. */
  remember: number;
}

/** Secrets that went out by mail, hashed. */
export interface MailTokenTable<Id extends UserId = number> {
  id: string;
  user_id: Id;
  purpose: string;
  token_hash: string;
  /** The address that it went to, and is good for. */
  sent_to: string;
  /** Wrong guesses so far, of a code. */
  tries: number;
  created_at: Moment;
  expires_at: Moment;
}

/** Mails that wait to be sent. Neither tokens nor texts: these are made when a mail is sent. */
export interface MailTable {
  id: string;
  kind: string;
  address: string;
  /** The user's key as text, where the mail is about a user who was known when it was asked for. */
  user_id: string | null;
  /** What the mail tells besides, as JSON. */
  data: string | null;
  created_at: Moment;
  due_at: Moment;
  attempts: number;
}

/** Who did what, with what outcome. Rows are added and never changed. */
export interface AuditTable {
  id: string;
  at: Moment;
  action: string;
  /** "ok" or "refused". */
  outcome: string;
  reason: string | null;
  /** The user's key as text: it outlives the user. */
  user_id: string | null;
  session_id: string | null;
  network: string | null;
}

/** All tables, under the names that the library's queries use. */
export interface AuthTables {
  users: Omit<UserColumns<string>, "id"> & { id: Generated<UserId> };
  sessions: SessionTable<UserId>;
  tokens: MailTokenTable<UserId>;
  mails: MailTable;
  audit: AuditTable;
}

/** What the app calls these tables. */
export type TableNames = Readonly<Record<keyof AuthTables, string>>;
