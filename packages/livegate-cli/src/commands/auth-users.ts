import type { AdministeredUser } from "livegate/auth";
import { type AccountsAtHand, type AccountsOptions, withAccounts } from "../accounts/with-accounts.ts";
import type { AppDirectory } from "../app-directory.ts";
import { table } from "../table.ts";
import { UsageError } from "../usage-error.ts";
import type { ListOptions } from "./auth.ts";
import { minute, partOf, sessionTable } from "./auth-sessions.ts";

const HEADINGS = ["ID", "E-MAIL", "SINCE", "STATE", "SESSIONS"];

/** Prints users, a part of the list at a time. */
export const printUsers = (app: AppDirectory, options: ListOptions & { readonly search?: string }): Promise<void> =>
  withAccounts(app, options, async ({ lists }) => {
    const { page, perPage, search } = options;
    const { items, total } = await lists.users({ page, perPage, ...(search !== undefined && { search }) });
    if (options.json) return print({ users: items, total, page, perPage });
    if (items.length > 0) console.log(table(HEADINGS, items.map(cells)));
    console.log(partOf({ page, perPage, total, shown: items.length }));
  });

const cells = (user: AdministeredUser): readonly string[] => [
  String(user.id),
  user.email,
  minute(user.createdAt),
  stateOf(user),
  String(user.sessions),
];

function stateOf({ disabledAt, confirmedAt, hasPassword }: AdministeredUser): string {
  if (disabledAt !== null) return "disabled";
  return [confirmedAt === null ? "not confirmed" : "confirmed", ...(hasPassword ? [] : ["no password"])].join(", ");
}

/** Prints one user with their sessions. */
export const printUser = (app: AppDirectory, typed: string, options: AccountsOptions): Promise<void> =>
  withAccounts(app, options, async ({ lists }) => {
    const user = await wanted(lists, typed);
    const { items, total } = await lists.sessions({ userId: user.id });
    if (options.json) return print({ user, sessions: items });
    const { id, email, createdAt, confirmedAt, disabledAt, hasPassword } = user;
    const facts = [
      ["id", String(id)],
      ["e-mail", `${email}, ${confirmedAt === null ? "not confirmed" : `confirmed ${minute(confirmedAt)}`}`],
      ["since", minute(createdAt)],
      ["password", hasPassword ? "yes" : "none: links by mail"],
      ["disabled", disabledAt === null ? "no" : `since ${minute(disabledAt)}`],
      ["sessions", String(total)],
    ];
    for (const [label = "", fact = ""] of facts) console.log(`${label.padEnd(10)}${fact}`);
    if (items.length > 0) console.log(`\n${sessionTable(items)}`);
  });

/** Keeps a user out. */
export const disableUser = (app: AppDirectory, typed: string, options: AccountsOptions): Promise<void> =>
  change(app, typed, options, async ({ accounts, by }, user) => {
    await accounts.disable(user.id, by);
    return { told: `${user.email} is kept out. ${ended(user.sessions)}` };
  });

/** Lets a user in again. */
export const enableUser = (app: AppDirectory, typed: string, options: AccountsOptions): Promise<void> =>
  change(app, typed, options, async ({ accounts, by }, user) => {
    await accounts.enable(user.id, by);
    return { told: `${user.email} can log in.` };
  });

/** Has a link to a new password mailed: by the app, whose outbox it waits in. */
export const mailReset = (app: AppDirectory, typed: string, options: AccountsOptions): Promise<void> =>
  change(app, typed, options, async ({ accounts, by }, user) => {
    if (user.disabledAt !== null)
      throw new UsageError(`${user.email} is disabled, and gets no mails. Enable them first.`);
    const visitor = { network: by, userAgent: "", device: null, accounts: [], session: null };
    const asked = await accounts.requestPasswordReset({ email: user.email }, visitor);
    if (!asked.ok) throw new UsageError(Object.values(asked.errors).flat().join(" "));
    return { told: `The app mails a link to ${user.email}, within half a minute of running.` };
  });

/** Ends the sessions of one user or, if that is really meant, of all. */
export function signOut(
  app: AppDirectory,
  typed: string | null,
  options: AccountsOptions & { readonly everybody?: true; readonly yes?: true },
): Promise<void> {
  if ((typed === null) === (options.everybody === undefined)) {
    throw new UsageError("Say who: a user, by address or id, or --everybody.");
  }
  if (typed === null) return signOutEverybody(app, options);
  return change(app, typed, options, async ({ accounts, by }, user) => {
    const count = await accounts.endSessions(user.id, { by });
    return { told: `${user.email} is logged out. ${ended(count)}`, ended: count };
  });
}

function signOutEverybody(app: AppDirectory, options: AccountsOptions & { readonly yes?: true }): Promise<void> {
  return withAccounts(app, options, async ({ lists, by }) => {
    const { total } = await lists.sessions({ perPage: 1 });
    if (!options.yes) throw new UsageError(`This ends ${total} sessions, of everybody. If that is meant, add --yes.`);
    const count = await lists.endEverySession({ by });
    if (options.json) return print({ ended: count });
    console.log(`Everybody is logged out. ${ended(count)}`);
  });
}

/** What was done, in words, and as a program may want it. */
interface Done {
  readonly told: string;
  readonly ended?: number;
}

/** Does something to one user, and prints what has become of them. */
function change(
  app: AppDirectory,
  typed: string,
  options: AccountsOptions,
  act: (atHand: AccountsAtHand, user: AdministeredUser) => Promise<Done>,
): Promise<void> {
  return withAccounts(app, options, async (atHand) => {
    const user = await wanted(atHand.lists, typed);
    const { told, ...facts } = await act(atHand, user);
    if (options.json) return print({ user: await atHand.lists.user(String(user.id)), ...facts });
    console.log(told);
  });
}

async function wanted(lists: AccountsAtHand["lists"], typed: string): Promise<AdministeredUser> {
  const user = await lists.user(typed);
  if (user) return user;
  throw new UsageError(`There is no user "${typed}". To look for one: npx livegate auth users --search ${typed}`);
}

const print = (value: object): void => console.log(JSON.stringify(value, null, 2));

const ended = (count: number): string =>
  count === 0
    ? "There was no session."
    : `${count === 1 ? "One session has" : `${count} sessions have`} ended; open pages follow within ten seconds.`;
