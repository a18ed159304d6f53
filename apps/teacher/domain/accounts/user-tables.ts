import type { Selectable } from "kysely";
import type { AuditTable, MailTable, MailTokenTable, SessionTable, UserColumns } from "livegate/auth";

/** A user as stored. The app's own columns stand here, beside those of the library. */
export interface UserTable extends UserColumns<number> {}

export type UserRow = Readonly<Selectable<UserTable>>;

/** The tables of accounts, as a part of all tables. */
export interface AccountTables {
  users: UserTable;
  users_sessions: SessionTable<number>;
  users_tokens: MailTokenTable<number>;
  users_mails: MailTable;
  users_audit: AuditTable;
}

/** What each table is called. */
export const userTables = {
  users: "users",
  sessions: "users_sessions",
  tokens: "users_tokens",
  mails: "users_mails",
  audit: "users_audit",
} as const;
