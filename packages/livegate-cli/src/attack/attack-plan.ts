import type { Kysely } from "kysely";
import type { TableNames, UserId } from "livegate/auth";
import type { Principal } from "./principals.ts";

/** What a guard answers, as the app means it. */
export interface GuardClaim {
  /** Names of the principals that it lets through. */
  readonly letsIn: readonly string[];
  /** The path to which it sends all others; null where they get 403 or 404. */
  readonly sendsTo: string | null;
}

/** Ids of records, by name: they are all `user`'s. */
export type Records = Readonly<Record<string, string | number>>;

/** A payload that an event would take, and who may send it. */
export interface EventClaim {
  readonly payload: (records: Records) => PlausiblePayload;
  /** Principals for whom the event does something. Default: "user" alone, whose the records are. */
  readonly letsIn?: readonly string[];
}

/** The value of an event: an object as a click has it, or a form's urlencoded text. */
export type PlausiblePayload = object | string;

/** Where accounts are made and how their forms are named. */
export interface AccountPaths {
  readonly register: string;
  readonly logIn: string;
  readonly logOut: string;
  /** Where a link that sets a new password is asked for, and a confirmation, and where settings are changed. */
  readonly resetPassword: string;
  readonly confirm: string;
  readonly settings: string;
  /** Where the form of the settings goes that asks for another address. */
  readonly changeEmail: string;
  readonly deleteAccount: string;
  /** The name of the forms: `user[email]`. */
  readonly form: string;
}

/** What `livegate attack` has to know of an app. */
export interface AttackPlan {
  readonly accounts: AccountPaths;
  readonly tables: TableNames;
  /** Who attacks; see `accountPrincipals`. */
  readonly principals: readonly Principal[];
  /** What each guard that may halt answers, by its name. */
  readonly guards: Readonly<Record<string, GuardClaim>>;
  /** Makes new records that belong to a user, straight in the database; their ids fill paths and payloads. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a database of whatever tables the app has
  readonly records?: (db: Kysely<any>, owner: UserId) => Promise<Records>;
  /** Path parameters by name: what stands for ":id". A token is "a".repeat(43) where nothing is said. */
  readonly params?: Readonly<Record<string, (records: Records) => string>>;
  /** Routes by "GET /path" that let in only some of those whom their guards let in, say for a record's sake: the others get 401, 403 or 404. */
  readonly routes?: Readonly<Record<string, readonly string[]>>;
  /** Events by "name at path", as the audit has them: "delete at /albums/:id". */
  readonly events?: Readonly<Record<string, EventClaim>>;
}

/**
 * Says how an app is attacked: who its principals are, what its guards answer, and what would be theirs. Stands in
 * `attack.ts` in the app's directory, as an export named `attack`.
 *
 * @example
 * export const attack = attackPlan({
 *   accounts: accountPaths,
 *   tables: userTables,
 *   principals: accountPrincipals(),
 *   guards: { requireAuthenticatedUser: { letsIn: ["unconfirmed", "user", "other"], sendsTo: "/users/log_in" } },
 * });
 */
export const attackPlan = (plan: AttackPlan): AttackPlan => plan;
