import { userInfo } from "node:os";
import { LivegateError } from "livegate";
import { type Administration, administration } from "livegate/auth";
import { openDatabase } from "livegate/data";
import { logger } from "livegate/plug";
import { type AppPubSub, appPubSub } from "livegate/pubsub";
import type { AppConfig, AppDirectory } from "../app-directory.ts";
import { UsageError } from "../usage-error.ts";
import { type Accounts, findAccounts } from "./find-accounts.ts";

/** What a command does something with. */
export interface AccountsAtHand {
  readonly accounts: Accounts;
  readonly lists: Administration;
  /** Who acts, for the audit. */
  readonly by: string;
}

/** Options of every command about accounts. */
export interface AccountsOptions {
  /** The context whose accounts are meant, where several have some. */
  readonly context?: string;
  readonly json?: true;
}

/** Opens the app's database and its accounts beside the app, which may be running, and closes them again. */
export async function withAccounts(
  app: AppDirectory,
  { context }: AccountsOptions,
  work: (atHand: AccountsAtHand) => Promise<void>,
): Promise<void> {
  const config = await app.loadConfig();
  const accounts = await findAccounts(app.path, context);
  const db = await openDatabase<unknown>(config.databaseUrl);
  const pubsub = await connected(config);
  try {
    await accounts.start({ db, mailer: null, log: logger({ level: "silent" }), ...(pubsub && { pubsub }) });
    await work({ accounts, lists: administration(accounts), by: `livegate auth (${operator()})` });
  } catch (error) {
    throw lacksTables(error)
      ? new UsageError("The database has no tables for accounts. Run: npx livegate migrate")
      : error;
  } finally {
    await accounts.stop();
    await pubsub?.stop();
    await db.destroy();
  }
}

/** Tells running nodes at once; where they can't be reached they find out by themselves within ten seconds. */
async function connected({ pubsubUrl, url, production }: AppConfig): Promise<AppPubSub | null> {
  if (!pubsubUrl || !url) return null;
  const pubsub = appPubSub();
  try {
    await pubsub.start({ pubsubUrl, url, production });
    return pubsub;
  } catch (error) {
    console.error(
      `${error instanceof LivegateError ? error.what : String(error)}\nOpen pages follow within ten seconds.`,
    );
    return null;
  }
}

/** The person whose terminal it is, as the machine knows them. */
function operator(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`; // In a container the number may have no name.
  }
}

/** SQLite says it in words, PostgreSQL by a code. */
const lacksTables = (error: unknown): boolean =>
  error instanceof Error &&
  (error.message.startsWith("no such table: ") || ("code" in error && error.code === "42P01"));
