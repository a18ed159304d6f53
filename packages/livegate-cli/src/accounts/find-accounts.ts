import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Authentication, isAuthentication } from "livegate/auth";
import { UsageError } from "../usage-error.ts";

/** The accounts of an app, whose users and sessions somebody looks after. */
export type Accounts = Authentication<unknown>;

/** The door of a context that exports accounts. */
interface AccountsDoor {
  readonly context: string;
  readonly accounts: Accounts;
}

/**
 * Finds what `authentication()` gave an app: an export, under any name, of a context's door, `domain/<context>/<context>.ts`.
 * Where several contexts have accounts it takes the name of one.
 */
export async function findAccounts(appDir: string, context?: string): Promise<Accounts> {
  const doors = await accountsDoors(appDir);
  const [first, ...more] = context === undefined ? doors : doors.filter((door) => door.context === context);
  const names = doors.map((door) => door.context).join(", ");
  if (first && more.length === 0) return first.accounts;
  if (first) throw new UsageError(`Several contexts have accounts: ${names}. Say which: --context ${first.context}`);
  if (doors.length > 0) throw new UsageError(`The context "${context}" has no accounts; these have: ${names}.`);
  throw new UsageError(
    `This app has no accounts: no context exports what authentication() gives, as domain/accounts/accounts.ts would. ` +
      `To have some: npx livegate gen auth Accounts User users`,
  );
}

async function accountsDoors(appDir: string): Promise<readonly AccountsDoor[]> {
  const found: AccountsDoor[] = [];
  for (const context of contextsOf(join(appDir, "domain"))) {
    const door = doorOf(join(appDir, "domain", context), context);
    if (door === null) continue;
    const module = (await import(pathToFileURL(door).href)) as Readonly<Record<string, unknown>>;
    // One that is exported under two names is one.
    const accounts = new Set(Object.values(module).filter(isAuthentication));
    found.push(...[...accounts].map((each) => ({ context, accounts: each })));
  }
  return found;
}

function contextsOf(domain: string): readonly string[] {
  if (!existsSync(domain)) return [];
  const entries = readdirSync(domain, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

const doorOf = (folder: string, context: string): string | null =>
  ["ts", "js"].map((ending) => join(folder, `${context}.${ending}`)).find((file) => existsSync(file)) ?? null;
