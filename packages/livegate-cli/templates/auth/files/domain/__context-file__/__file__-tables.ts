import type { Selectable } from "kysely";
import type { AuditTable, MailTable, MailTokenTable, SessionTable, UserColumns } from "livegate/auth";

/** A user as stored. The app's own columns stand here, beside those of the library. */
// @if uuid
export interface __Schema__Table extends UserColumns<string> {}
// @else
export interface __Schema__Table extends UserColumns<number> {}
// @end

export type __Schema__Row = Readonly<Selectable<__Schema__Table>>;

/** The tables of accounts, as a part of all tables. */
export interface __Schema__Tables {
  __table__: __Schema__Table;
  // @if uuid
  __table___sessions: SessionTable<string>;
  __table___tokens: MailTokenTable<string>;
  // @else
  __table___sessions: SessionTable<number>;
  __table___tokens: MailTokenTable<number>;
  // @end
  __table___mails: MailTable;
  __table___audit: AuditTable;
}

/** What each table is called. */
export const __schema__Tables = {
  users: "__table__",
  sessions: "__table___sessions",
  tokens: "__table___tokens",
  mails: "__table___mails",
  audit: "__table___audit",
} as const;
