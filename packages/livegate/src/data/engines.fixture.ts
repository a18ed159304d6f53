import { test } from "node:test";
import { Kysely } from "kysely";
import { openDatabase } from "./open-database.ts";
import { temporaryDatabase } from "./temporary-database.ts";

/** A kind of database that the same test runs on. */
export interface Engine {
  readonly name: "SQLite" | "PostgreSQL";
  /** Where temporary databases are made. */
  readonly server: string | undefined;
}

const POSTGRES = process.env["LIVEGATE_TEST_POSTGRES"];

const engines: readonly Engine[] = [
  { name: "SQLite", server: "sqlite:" },
  { name: "PostgreSQL", server: POSTGRES },
];

/** What a test on each engine gets: an open, empty database of its own. */
export interface OnEngine<Tables> {
  readonly engine: Engine["name"];
  readonly db: Kysely<Tables>;
  /** For opening it once more, also from another process. */
  readonly url: string;
}

type Body<Tables> = (given: OnEngine<Tables>) => Promise<void>;

/** A test on SQLite and on PostgreSQL, which `LIVEGATE_TEST_POSTGRES` names; without one that half is skipped. */
export function testOnEach<Tables>(title: string, body: Body<Tables>): void {
  for (const engine of engines) testOn(engine, title, body);
}

/** A test on PostgreSQL alone. */
export const testOnPostgres = <Tables>(title: string, body: Body<Tables>): void => testOn(engines[1]!, title, body); // It has two.

function testOn<Tables>({ name, server }: Engine, title: string, body: Body<Tables>): void {
  const skip = server === undefined && "LIVEGATE_TEST_POSTGRES names no server";
  test(`${title} (${name})`, { skip }, async () => {
    await using database = await temporaryDatabase(server);
    const db = await openDatabase<Tables>(database.url);
    try {
      await body({ engine: name, db, url: database.url });
    } finally {
      await db.destroy();
    }
  });
}
