import type { Transaction } from "kysely";
import { authentication } from "livegate/auth";
import * as Catalog from "../catalog/catalog.ts";
import type { Tables } from "../repo.ts";
import { userMails } from "./user-notifier.ts";
import { userTables } from "./user-tables.ts";
import { appName, userFromRow } from "./user.ts";

/**
 * Who uses the app: registration, log-in, sessions, addresses and passwords.
 *
 * What is critical is the library's, and gets its fixes with it; this file says what is the app's own.
 *
 * @example
 * const result = await Accounts.register({ email: "ada@example.com", password: "correct horse battery" }, visitor);
 * if (!result.ok) return result.errors;
 */
export const Accounts = authentication({
  appName,
  tables: userTables,
  user: userFromRow,
  mails: userMails,
  registration: "immediate",
  deleting: (tx: Transaction<Tables>, user) => Catalog.deleteAlbumsOf(tx, user),
});
