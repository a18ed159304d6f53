import type { UserId } from "livegate/auth";
import type { AttackPlan } from "./attack-plan.ts";
import { type Ground, newClient } from "./ground.ts";
import type { RawClient } from "./wire/raw-client.ts";

/** What principals are made with. */
export interface Making {
  readonly ground: Ground;
  readonly plan: AttackPlan;
}

/** Somebody who attacks, or has a right to what others attack. */
export interface Principal {
  readonly name: string;
  /** Gives the client its session, as its user would. Absent: a visitor. */
  readonly signIn?: (client: RawClient, making: Making) => Promise<Account>;
  /** How it loses its session, once pages of it are open. */
  readonly loses?: (account: Account, making: Making) => Promise<void>;
}

/** An account that a principal has. */
export interface Account {
  readonly id: UserId;
  readonly email: string;
  readonly password: string;
}

let accounts = 0;

/** Registers an account over HTTP; in the database its address is proved, if that is asked for. */
export async function register(
  client: RawClient,
  { ground, plan }: Making,
  { confirmed = false }: { readonly confirmed?: boolean } = {},
): Promise<Account> {
  const email = `attack${++accounts}@attack.example`;
  const password = `vier kleine Pferde ${accounts} ${process.pid}`;
  ground.secrets.set(password, "a password");
  const { form } = plan.accounts;
  await client.post(plan.accounts.register, { [`${form}[email]`]: email, [`${form}[password]`]: password });
  const row = await ground.db.selectFrom(plan.tables.users).select("id").where("email", "=", email).executeTakeFirst();
  if (!row) throw new Error(`POST ${plan.accounts.register} made no account for ${email}.`);
  const account = { id: row["id"] as UserId, email, password };
  if (confirmed) await confirm(account, { ground, plan });
  // Where registration logs nobody in. Who hasn't proved an address may get in by nothing at all.
  const isIn = (await sessionsOf(account, { ground, plan })).length > 0;
  if (!isIn && confirmed) await logIn(client, account, { ground, plan });
  else if (!isIn) await enter(client, account, { ground, plan });
  return account;
}

/** Logs a client in by its password. @throws Error where it isn't let in. */
export async function logIn(client: RawClient, account: Account, making: Making): Promise<void> {
  const status = await enter(client, account, making);
  if (status === 303) return;
  throw new Error(`POST ${making.plan.accounts.logIn} with the right password was answered with ${status}.`);
}

/** Tries to; gives the status of the answer. */
async function enter(client: RawClient, { email, password }: Account, { ground, plan }: Making): Promise<number> {
  const { form, logIn: path } = plan.accounts;
  const answer = await client.post(path, {
    by: "password",
    [`${form}[email]`]: email,
    [`${form}[password]`]: password,
    [`${form}[remember_me]`]: "true",
  });
  for (const [name, value] of client.cookies) if (name.endsWith("auth")) ground.secrets.set(value, "a session's token");
  return answer.status;
}

const confirm = ({ id }: Account, { ground, plan }: Making): Promise<unknown> =>
  ground.db
    .updateTable(plan.tables.users)
    .set({ confirmed_at: new Date().toISOString() })
    .where("id", "=", id)
    .execute();

/** Ids of an account's sessions. */
export async function sessionsOf({ id }: Account, { ground, plan }: Making): Promise<readonly string[]> {
  const rows = await ground.db.selectFrom(plan.tables.sessions).select("id").where("user_id", "=", id).execute();
  return rows.map((row) => row["id"] as string);
}

const past = (): string => new Date(Date.now() - 1_000).toISOString();

/** The session's time is over. A production server has no clock that could be turned, so its row says it. */
export const expire = async ({ id }: Account, { ground, plan }: Making): Promise<void> =>
  void (await ground.db
    .updateTable(plan.tables.sessions)
    .set({ expires_at: past() })
    .where("user_id", "=", id)
    .execute());

/** The session is ended by somebody else than its browser. */
export const revoke = async ({ id }: Account, { ground, plan }: Making): Promise<void> =>
  void (await ground.db.deleteFrom(plan.tables.sessions).where("user_id", "=", id).execute());

const unconfirmed: NonNullable<Principal["signIn"]> = (client, making) => register(client, making);
const confirmedUser: NonNullable<Principal["signIn"]> = (client, making) =>
  register(client, making, { confirmed: true });

/**
 * The six that every app with accounts has: nobody, one whose address isn't proved, a user, another user, one whose session
 * has expired, one whose session was ended. An app adds its own behind them.
 *
 * @example
 * const principals = [...accountPrincipals(), { name: "admin", signIn: signInAsAdmin }];
 */
export const accountPrincipals = (): readonly Principal[] => [
  { name: "nobody" },
  { name: "unconfirmed", signIn: unconfirmed },
  { name: "user", signIn: confirmedUser },
  { name: "other", signIn: confirmedUser },
  { name: "expired", signIn: confirmedUser, loses: expire },
  { name: "revoked", signIn: confirmedUser, loses: revoke },
];

/** A principal at the wire. */
export interface Presence {
  readonly name: string;
  readonly client: RawClient;
  readonly account: Account | null;
}

/** Makes a principal with a session as it is before anything happens to it. */
export async function appear({ name, signIn }: Principal, making: Making): Promise<Presence> {
  const client = newClient(making.ground);
  return { name, client, account: (await signIn?.(client, making)) ?? null };
}
