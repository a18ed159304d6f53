import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("album_covers")
    .addColumn("album_id", "integer", (column) => column.primaryKey().references("albums.id").onDelete("cascade"))
    // By its first bytes, whatever its name said.
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("bytes", "blob", (column) => column.notNull())
    .execute();
  // Names the picture as it is now, so that browsers keep it until there is another one. Null: the app draws one.
  await db.schema.alterTable("albums").addColumn("cover", "text").execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("albums").dropColumn("cover").execute();
  await db.schema.dropTable("album_covers").execute();
}
