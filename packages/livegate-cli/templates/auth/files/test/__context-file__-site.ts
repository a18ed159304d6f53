import type { Mailbox } from "livegate/auth";
import type { ManualClock } from "livegate/clock";
import type { SignIn, TestApp, TestClient, TestPage } from "livegate/testing";
import { __Context__ } from "#domain/__context-file__/__context-file__";
import { type __Schema__, __schema__FromRow } from "#domain/__context-file__/__file__";
import { repo } from "#domain/repo";
import { paths } from "#web/paths";
import { box, clock } from "./mail-and-time.ts";
import { openSite, openTestDatabase } from "./site.ts";

export const password = "correct horse battery";
export const otherPassword = "vier kleine Pferde";

/** The whole app on an empty database, with its mails kept and its time in the test's hand. */
export interface AccountsSite extends AsyncDisposable {
  readonly site: TestApp;
  readonly clock: ManualClock;
  readonly box: Mailbox;
}

/** Starts the app until it is disposed of. */
export async function openAccounts(): Promise<AccountsSite> {
  box.clear();
  const database = await openTestDatabase();
  const site = openSite(database, null);
  return {
    site,
    clock,
    box,
    async [Symbol.asyncDispose]() {
      await site.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Time passes, and what that sets off has happened. */
export async function later({ clock, site }: AccountsSite, ms: number): Promise<void> {
  clock.advance(ms);
  await site.settled();
}

/** Somebody with a browser that nobody has seen before. */
export const stranger = { network: "192.0.2.1", userAgent: "A browser", device: null, accounts: [], session: null };

/** Registers somebody without any page. */
export async function registered__Schema__(email = "ada@example.com"): Promise<__Schema__> {
  const result = await __Context__.register({ email, password }, stranger);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return __schema__FromRow(
    await repo.db.selectFrom("__table__").selectAll().where("email", "=", email).executeTakeFirstOrThrow(),
  );
}

/** Registers somebody whose address is proved. */
export async function confirmed__Schema__(at: AccountsSite, email = "ada@example.com"): Promise<__Schema__> {
  await registered__Schema__(email);
  const result = await __Context__.confirm(await mailedToken(at, email), { password }, stranger);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value.user;
}

/** Logs a browser in, as its user would. */
export const logIn =
  (email = "ada@example.com", typed: Readonly<Record<string, string | boolean>> = {}): SignIn =>
  async (client) => {
    await using page = await client.visit(paths.logIn());
    await page.form("#log-in").submit({ __schema__: { email, password, ...typed } }, { submitter: "[value=password]" });
  };

/** What the newest mail to an address says after the last slash of its link. */
export async function mailedToken({ box }: AccountsSite, email = "ada@example.com"): Promise<string> {
  await __Context__.deliverMails();
  const link = box.lastTo(email)?.links[0];
  if (link === undefined) throw new Error(`There is no link in a mail to ${email}.`);
  return link.slice(link.lastIndexOf("/") + 1);
}

/** Sends a form of a page without a browser, whatever is in it. */
export async function post(
  client: TestClient,
  path: unknown,
  body: Readonly<Record<string, string>>,
  { from = paths.logOut() }: { readonly from?: unknown } = {},
): Promise<Response> {
  const page = await (await client.request(String(from))).text();
  const token = /name="_csrf_token" value="([^"]+)"/.exec(page)?.[1] ?? "";
  return client.request(String(path), {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: client.app.context.url.origin },
    body: new URLSearchParams({ _csrf_token: token, ...body }),
  });
}

/** What somebody is told: in the page's own notices. */
export const told = (page: TestPage): string => page.texts("[id^=flash-] p").join(" ");

/** What the audit says, in few words. */
export async function audited(): Promise<readonly string[]> {
  const rows = await repo.db.selectFrom("__table___audit").select(["action", "reason"]).orderBy("at").execute();
  return rows.map(({ action, reason }) => (reason === null ? action : `${action}: ${reason}`));
}
