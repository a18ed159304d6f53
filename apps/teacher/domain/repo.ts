import type { Kysely } from "kysely";
import { type DatabaseUrl, openDatabase } from "livegate/data";
import type { AccountTables } from "./accounts/user-tables.ts";
import type { AlbumCoverTable, AlbumTable } from "./catalog/album-table.ts";

/** Every table of the app, as queries see it. */
export interface Tables extends AccountTables {
  albums: AlbumTable;
  album_covers: AlbumCoverTable;
}

let open: Kysely<Tables> | null = null;

/**
 * The app's one database: opened by `application.ts` before anything that reads, closed after everything else.
 *
 * @example
 * await repo.start("sqlite:teacher.db");
 * const { count } = await repo.db.selectFrom("albums").select(({ fn }) => fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
 */
export const repo = {
  /** Opens the database, which is given back for migrations. */
  async start(url: DatabaseUrl): Promise<Kysely<Tables>> {
    if (open) throw new Error("The database is open already.");
    open = await openDatabase<Tables>(url);
    return open;
  },

  get db(): Kysely<Tables> {
    if (!open) throw new Error("The database isn't open: repo.start() comes first.");
    return open;
  },

  async stop(): Promise<void> {
    const closing = open;
    open = null;
    await closing?.destroy();
  },
};
