import type { Selectable } from "kysely";
import {
  type AuditTable,
  type Lifetimes,
  type MailTable,
  type MailTokenTable,
  type SessionTable,
  type UserColumns,
  authentication,
} from "livegate/auth";
import { cheapHash } from "livegate/testing";
import { userMails } from "./user-mails.ts";

export interface AccountTables {
  users: UserColumns;
  users_sessions: SessionTable;
  users_tokens: MailTokenTable;
  users_mails: MailTable;
  users_audit: AuditTable;
}

export interface User {
  readonly id: number;
  readonly email: string;
  readonly confirmedAt: string | null;
}

type UserRow = Readonly<Selectable<UserColumns>>;

/** The accounts of one running sample app: a test has its own. */
export const accountsOf = (lifetimes: Partial<Lifetimes> = {}) =>
  authentication({
    appName: "Gramophone",
    tables: {
      users: "users",
      sessions: "users_sessions",
      tokens: "users_tokens",
      mails: "users_mails",
      audit: "users_audit",
    },
    user: ({ id, email, confirmed_at }: UserRow): User => ({ id, email, confirmedAt: confirmed_at }),
    mails: userMails,
    lifetimes,
    hashCost: cheapHash,
  });

export type Accounts = ReturnType<typeof accountsOf>;
