import type { Kysely } from "kysely";
import { primaryKey } from "livegate/data";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("__table__")
    .addColumn("id", "integer", primaryKey)
    .addColumn("__columns__", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("__indexes__").execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("__table__").execute();
}
