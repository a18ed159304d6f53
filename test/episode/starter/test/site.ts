import { join } from "node:path";
import { migrate } from "livegate/data";
import { type SignIn, type TestApp, temporaryDatabase, testApp } from "livegate/testing";
import { loadConfig } from "../config.ts";
import { repo } from "../domain/repo.ts";
import { appEndpoint } from "../web/endpoint.ts";

const MIGRATIONS = join(import.meta.dirname, "..", "db", "migrations");

/** An empty database of a test's own, with all tables. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
}

/** What runs besides the database, in the order of its start. */
const children: readonly { start(): Promise<unknown>; stop(): Promise<unknown> }[] = [];

/** Who opens the pages of tests, unless a test says so: visitors, as long as nobody stands here. */
const users: readonly SignIn[] = [];

/** Opens an empty database until it is disposed of: SQLite, or one on the server that `DATABASE_URL` names. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const database = await temporaryDatabase(process.env["DATABASE_URL"]);
  await migrate(await repo.start(database.url), MIGRATIONS);
  for (const child of children) await child.start();
  return {
    url: database.url,
    async [Symbol.asyncDispose]() {
      for (const child of children.toReversed()) await child.stop();
      await repo.stop();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** The whole app over a database, whose pages are opened as by somebody with a browser. */
export const openSite = ({ url }: TestDatabase, as: SignIn | null = users.at(-1) ?? null): TestApp => {
  const config = loadConfig({
    NODE_ENV: "test",
    DATABASE_URL: url,
    SECRET_KEY_BASE: "only-for-tests-".repeat(5),
    LOG_LEVEL: "silent",
  });
  return testApp(appEndpoint(config), as ? { as } : {});
};
