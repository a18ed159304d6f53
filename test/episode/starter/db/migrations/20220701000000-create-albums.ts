import type { Kysely } from "kysely";
import { primaryKey } from "livegate/data";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("albums")
    .addColumn("id", "integer", primaryKey)
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("artist", "text", (column) => column.notNull())
    .addColumn("year", "integer", (column) => column.notNull())
    .addColumn("genre", "text", (column) => column.notNull())
    .addColumn("tracks", "integer", (column) => column.notNull())
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("albums").execute();
}
