// @if uuid
import { randomUUID } from "node:crypto";
// @end
import { authentication } from "livegate/auth";
import { __schema__Mails } from "./__file__-notifier.ts";
import { __schema__Tables } from "./__file__-tables.ts";
import { appName, __schema__FromRow } from "./__file__.ts";

/**
 * Who uses the app: registration, log-in, sessions, addresses and passwords.
 *
 * What is critical is the library's, and gets its fixes with it; this file says what is the app's own.
 *
 * @example
 * const result = await __Context__.register({ email: "ada@example.com", password: "correct horse battery" }, visitor);
 * if (!result.ok) return result.errors;
 */
export const __Context__ = authentication({
  appName,
  tables: __schema__Tables,
  user: __schema__FromRow,
  mails: __schema__Mails,
  registration: "__registration__",
  // @if uuid
  newUserId: () => randomUUID(),
  // @end
});
