import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  // Null: nobody's, and so everybody's. An account can't go before its albums: the app says what becomes of them.
  await db.schema
    .alterTable("albums")
    .addColumn("owner_id", "integer", (column) => column.references("users.id"))
    .execute();
  // 1: added by somebody who hadn't proved yet that the account's address is theirs.
  await db.schema
    .alterTable("albums")
    .addColumn("before_proof", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex("albums_owner_id_index").on("albums").column("owner_id").execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex("albums_owner_id_index").execute();
  await db.schema.alterTable("albums").dropColumn("before_proof").execute();
  await db.schema.alterTable("albums").dropColumn("owner_id").execute();
}
