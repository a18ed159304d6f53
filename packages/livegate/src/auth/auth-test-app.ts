import { describe } from "node:test";
import type { Kysely } from "kysely";
import { openDatabase } from "livegate/data";
import { temporaryDatabase } from "livegate/testing";
import { type ManualClock, manualClock } from "../clock/manual-clock.ts";
import { Path } from "../paths/path.ts";
import { memoryLog } from "../plug/test-context.ts";
import type { PubSub } from "../pubsub/pubsub.ts";
import type { AuthContext, UserRow } from "./auth-context.ts";
import type { AuditTable, MailTable, MailTokenTable, SessionTable, UserColumns } from "./auth-tables.ts";
import { type Authentication, CONTEXT, authentication } from "./authentication.ts";
import type { AuthenticationDefinition } from "./authentication-definition.ts";
import { cheapHash } from "./cheap-hash.ts";
import type { MailLinks } from "./mail-delivery.ts";
import type { MailTexts } from "./mail-texts.ts";
import { type Mailbox, mailbox } from "./mailbox.ts";
import type { Mailer } from "./mailer.ts";
import { up } from "./user-tables.fixture.ts";
import type { Visitor } from "./visitor.ts";

/** The tables of the fixture, under the app's names. */
export interface TestTables {
  users: UserColumns;
  users_sessions: SessionTable;
  users_tokens: MailTokenTable;
  users_mails: MailTable;
  users_audit: AuditTable;
}

export interface TestUser {
  readonly id: number;
  readonly email: string;
  readonly confirmed: boolean;
}

/** A password that breaks no rule. */
export const goodPassword = "vier kleine Pferde";
export const otherPassword = "fünf große Kamele";

export const tableNames = {
  users: "users",
  sessions: "users_sessions",
  tokens: "users_tokens",
  mails: "users_mails",
  audit: "users_audit",
} as const;

const linkText = (name: string) => (facts: { readonly url: string }) => ({
  subject: name,
  text: `${name}\n\n${facts.url}`,
});

export const testTexts: MailTexts = {
  log_in: linkText("log in"),
  confirm: linkText("confirm"),
  reset_password: linkText("reset"),
  change_email: linkText("change"),
  registered_already: linkText("registered already"),
  code: ({ code }) => ({ subject: "code", text: code }),
  email_changed: ({ url, newEmail }) => ({ subject: "email changed", text: `${newEmail}\n\n${url}` }),
  password_changed: ({ url, network }) => ({ subject: "password changed", text: `${network}\n\n${url}` }),
  new_device: ({ url, userAgent }) => ({ subject: "new device", text: `${userAgent}\n\n${url}` }),
};

const path = (name: string) => (token: string) => new Path(`/${name}/${token}`);

export const testLinks: MailLinks = {
  logIn: new Path("/log_in"),
  forgotPassword: new Path("/reset_password"),
  log_in: path("log_in"),
  confirm: path("confirm"),
  reset_password: path("reset_password"),
  change_email: path("change_email"),
  undo_email: path("undo_email"),
};

type TestDefinition = Partial<AuthenticationDefinition<UserRow, TestUser>>;

interface TestOptions extends TestDefinition {
  readonly mailer?: Mailer;
  /** Where it tells other processes which sessions have ended; default: nowhere. */
  readonly pubsub?: PubSub;
  /** Where the database is made; default: a file. */
  readonly server?: string | undefined;
}

type MakeApp = (options?: TestOptions) => Promise<AuthTestApp>;

/** The same tests on SQLite and on PostgreSQL, which `LIVEGATE_TEST_POSTGRES` names; without one that half is skipped. */
export function describeOnEach(title: string, suite: (authTestApp: MakeApp) => void): void {
  const server = process.env["LIVEGATE_TEST_POSTGRES"];
  describe(`${title} (SQLite)`, () => suite(authTestApp));
  const skip = server === undefined && "LIVEGATE_TEST_POSTGRES names no server";
  describe(`${title} (PostgreSQL)`, { skip }, () => suite((options) => authTestApp({ ...options, server })));
}

/** Accounts on a database of their own, with a mailbox and a clock that stands still. */
export interface AuthTestApp extends AsyncDisposable {
  readonly accounts: Authentication<TestUser>;
  readonly auth: AuthContext;
  readonly db: Kysely<TestTables>;
  /** Of the database. */
  readonly url: string;
  readonly clock: ManualClock;
  readonly box: Mailbox;
  readonly logged: readonly string[];
  /** A stranger: each call another network. */
  stranger(changes?: Partial<Visitor>): Visitor;
  /** A user with the good password; confirmed unless said otherwise. */
  user(email?: string, confirmed?: boolean): Promise<TestUser>;
  /** The token in the newest mail to an address, once the outbox is empty. */
  tokenTo(address: string): Promise<string>;
  /** What the audit says in few words, the oldest first; those of one moment in no order. */
  audited(): Promise<readonly string[]>;
  rows(table: keyof TestTables): Promise<number>;
}

export async function authTestApp(options: TestOptions = {}): Promise<AuthTestApp> {
  const { mailer, server, pubsub, ...definition } = options;
  const database = await temporaryDatabase(server);
  const db = await openDatabase<TestTables>(database.url);
  await up(db as unknown as Kysely<unknown>);
  const clock = manualClock();
  const [log, logged] = memoryLog();
  const box = mailbox({ clock });
  const accounts = authentication<UserRow, TestUser>({
    appName: "Teacher",
    tables: tableNames,
    user: ({ id, email, confirmed_at }) => ({ id: Number(id), email, confirmed: confirmed_at !== null }),
    mails: testTexts,
    hashCost: cheapHash,
    ...definition,
  });
  const url = new URL("https://shop.test");
  const told = pubsub && { pubsub };
  await accounts.start({ db, mailer: mailer ?? box, links: testLinks, url, log, clock, ...told });
  const auth = accounts[CONTEXT]();
  let networks = 0;
  return {
    accounts,
    auth,
    db,
    url: database.url,
    clock,
    box,
    logged,
    stranger(changes = {}) {
      networks += 1;
      const network = `192.0.2.${networks}`;
      return { network, userAgent: "test", device: null, accounts: [], session: null, ...changes };
    },
    async user(email = "ada@example.com", confirmed = true) {
      const now = new Date(clock.now()).toISOString();
      const row = {
        email,
        hashed_password: await auth.hashing.hash(goodPassword, true),
        confirmed_at: confirmed ? now : null,
        created_at: now,
        updated_at: now,
      };
      const { id } = await db.insertInto("users").values(row).returning("id").executeTakeFirstOrThrow();
      return { id, email, confirmed };
    },
    async tokenTo(address) {
      await accounts.deliverMails();
      return box.lastTo(address)?.links[0]?.split("/").at(-1) ?? "";
    },
    async audited() {
      const rows = await db.selectFrom("users_audit").selectAll().orderBy("at").execute();
      return rows.map(({ action, reason }) => (reason === null ? action : `${action}: ${reason}`));
    },
    async rows(table) {
      const { count } = await db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      return Number(count);
    },
    async [Symbol.asyncDispose]() {
      await accounts.stop();
      await db.destroy();
      await database[Symbol.asyncDispose]();
    },
  };
}
