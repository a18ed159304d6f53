import { type AdministeredSession, describeBrowser } from "livegate/auth";
import { type AccountsOptions, withAccounts } from "../accounts/with-accounts.ts";
import type { AppDirectory } from "../app-directory.ts";
import { table } from "../table.ts";
import { UsageError } from "../usage-error.ts";
import type { ListOptions } from "./auth.ts";

const HEADINGS = ["ID", "E-MAIL", "BROWSER", "NETWORK", "SINCE", "LAST ACTIVE"];

/** Prints sessions of one user or of all, a part of the list at a time. */
export const printSessions = (app: AppDirectory, options: ListOptions & { readonly user?: string }): Promise<void> =>
  withAccounts(app, options, async ({ lists }) => {
    const { page, perPage, user: typed } = options;
    const user = typed === undefined ? null : await lists.user(typed);
    if (typed !== undefined && !user) throw new UsageError(`There is no user "${typed}".`);
    const { items, total } = await lists.sessions({ page, perPage, ...(user && { userId: user.id }) });
    if (options.json) return console.log(JSON.stringify({ sessions: items, total, page, perPage }, null, 2));
    if (items.length > 0) console.log(sessionTable(items));
    console.log(partOf({ page, perPage, total, shown: items.length }));
  });

/** Prints one session. */
export const printSession = (app: AppDirectory, id: string, options: AccountsOptions): Promise<void> =>
  withAccounts(app, options, async ({ lists }) => {
    const session = (await lists.session(id)) ?? missing(id);
    if (options.json) return console.log(JSON.stringify({ session }, null, 2));
    const facts = [
      ["id", session.id],
      ["user", `${session.email} (${session.userId})`],
      ["browser", describeBrowser(session.userAgent).name],
      ["agent", session.userAgent],
      ["network", session.network],
      ["since", minute(session.createdAt)],
      ["active", minute(session.seenAt)],
      [
        "ends",
        `${minute(session.expiresAt)}${session.remembered ? ", or later while it is used" : ", or with the browser"}`,
      ],
    ];
    for (const [label = "", fact = ""] of facts) console.log(`${label.padEnd(10)}${fact}`);
  });

/** Ends one session. */
export const revokeSession = (app: AppDirectory, id: string, options: AccountsOptions): Promise<void> =>
  withAccounts(app, options, async ({ accounts, lists, by }) => {
    const session = (await lists.session(id)) ?? missing(id);
    await accounts.endSession(id, { by });
    if (options.json) return console.log(JSON.stringify({ revoked: session }, null, 2));
    console.log(
      `${session.email} is logged out of ${describeBrowser(session.userAgent).name}; open pages follow within ten seconds.`,
    );
  });

function missing(id: string): never {
  throw new UsageError(`There is no session "${id}". To list them: npx livegate auth sessions`);
}

export const sessionTable = (sessions: readonly AdministeredSession[]): string =>
  table(
    HEADINGS,
    sessions.map(({ id, email, userAgent, network, createdAt, seenAt }) => [
      id,
      email,
      describeBrowser(userAgent).name,
      network,
      minute(createdAt),
      minute(seenAt),
    ]),
  );

/** A moment to the minute, in UTC. */
export const minute = (at: string): string => `${at.slice(0, 16).replace("T", " ")} UTC`;

interface Part {
  readonly page: number;
  readonly perPage: number;
  readonly total: number;
  readonly shown: number;
}

/** Says which part of a list was printed. */
export function partOf({ page, perPage, total, shown }: Part): string {
  if (shown === total) return total === 0 ? "There is none." : `${total} in all.`;
  const before = (page - 1) * perPage;
  if (shown === 0) return `There are ${total}: the last of them are on --page ${Math.ceil(total / perPage)}.`;
  const more = before + shown < total ? ` More: --page ${page + 1}` : "";
  return `${before + 1} to ${before + shown} of ${total}.${more}`;
}
