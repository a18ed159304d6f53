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
    // Title, artist and genre without case and accents: what a search is compared with.
    .addColumn("search_text", "text", (column) => column.notNull())
    .addUniqueConstraint("albums_title_artist_key", ["title", "artist"])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("albums").execute();
}
