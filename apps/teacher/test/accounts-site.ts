import { join } from "node:path";
import { type Mailbox, mailbox } from "livegate/auth";
import { type ManualClock, manualClock } from "livegate/clock";
import { migrate } from "livegate/data";
import {
  type SignIn,
  type TestApp,
  type TestAppOptions,
  type TestClient,
  type TestPage,
  cheapHash,
  temporaryDatabase,
  testApp,
} from "livegate/testing";
import { logger } from "livegate/plug";
import { Accounts } from "#domain/accounts/accounts";
import { type User, userFromRow } from "#domain/accounts/user";
import { pubsub } from "#domain/pubsub";
import { repo } from "#domain/repo";
import { teacherEndpoint } from "#web/endpoint";
import { paths } from "#web/paths";
import { mailLinks } from "#web/user-auth";
import { loadConfig } from "../config.ts";

const APP = join(import.meta.dirname, "..");
const MIGRATIONS = join(APP, "db", "migrations");
const CLIENT = join(APP, "client", "app.ts");

export const password = "correct horse battery";
export const otherPassword = "vier kleine Pferde";

/** The whole app on an empty database, with its mails kept and its time in the test's hand. */
export interface AccountsSite extends AsyncDisposable {
  readonly site: TestApp;
  readonly clock: ManualClock;
  readonly box: Mailbox;
  /** The server restarts; pages stay open. */
  deploy(): Promise<void>;
}

/** Starts the app until it is disposed of: on SQLite, or on the server that `DATABASE_URL` names. */
export async function openAccounts(options: TestAppOptions = {}): Promise<AccountsSite> {
  const database = await temporaryDatabase(process.env["DATABASE_URL"]);
  const db = await repo.start(database.url);
  await migrate(db, MIGRATIONS);
  const config = loadConfig({ NODE_ENV: "test", SECRET_KEY_BASE: "only-for-tests-".repeat(5), LOG_LEVEL: "silent" });
  const [clock, log] = [manualClock(), logger({ level: "silent" })];
  const box = mailbox({ clock });
  await Accounts.start({ db, mailer: box, links: mailLinks, url: config.url, pubsub, clock, log, hashCost: cheapHash });
  const app = () => teacherEndpoint(config, { clock });
  const site = testApp(app(), { client: CLIENT, ...options });
  return {
    site,
    clock,
    box,
    deploy: () => site.deploy(app()),
    async [Symbol.asyncDispose]() {
      await site.close();
      await Accounts.stop();
      await repo.stop();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Time passes, and what that sets off has happened. */
export const later = ({ site }: AccountsSite, ms: number): Promise<void> => site.advance(ms);

/** Somebody with a browser that nobody has seen before. */
export const stranger = { network: "192.0.2.1", userAgent: "A browser", device: null, accounts: [], session: null };

/** Registers somebody without any page. */
export async function registeredUser(email = "ada@example.com"): Promise<User> {
  const result = await Accounts.register({ email, password }, stranger);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return userFromRow(
    await repo.db.selectFrom("users").selectAll().where("email", "=", email).executeTakeFirstOrThrow(),
  );
}

/** Registers somebody whose address is proved. */
export async function confirmedUser(at: AccountsSite, email = "ada@example.com"): Promise<User> {
  await registeredUser(email);
  const result = await Accounts.confirm(await mailedToken(at, email), { password }, stranger);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value.user;
}

/** Logs a browser in, as its user would. */
export const logIn =
  (email = "ada@example.com", typed: Readonly<Record<string, string | boolean>> = {}): SignIn =>
  async (client) => {
    await using page = await client.visit(paths.logIn());
    await page.form("#log-in").submit({ user: { email, password, ...typed } }, { submitter: "[value=password]" });
  };

/** What the newest mail to an address says after the last slash of its link. */
export async function mailedToken({ box }: AccountsSite, email = "ada@example.com"): Promise<string> {
  await Accounts.deliverMails();
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
  const rows = await repo.db.selectFrom("users_audit").select(["action", "reason"]).orderBy("at").execute();
  return rows.map(({ action, reason }) => (reason === null ? action : `${action}: ${reason}`));
}
