import type { ColumnDefinitionBuilder, Kysely } from "kysely";
import { primaryKey } from "livegate/data";
import { appendOnly, dropAppendOnly } from "./append-only.ts";

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();
const ofUser = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
  column.notNull().references("users.id").onDelete("cascade");

/** The tables of an app with accounts, as its migration makes them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("users")
    .addColumn("id", "integer", primaryKey)
    .addColumn("email", "text", required)
    .addColumn("hashed_password", "text")
    .addColumn("confirmed_at", "text")
    .addColumn("disabled_at", "text")
    .addColumn("access_epoch", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("created_at", "text", required)
    .addColumn("updated_at", "text", required)
    .addUniqueConstraint("users_email_key", ["email"])
    .execute();
  await db.schema
    .createTable("users_sessions")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("user_id", "integer", ofUser)
    .addColumn("token_hash", "text", required)
    .addColumn("previous_hash", "text")
    .addColumn("previous_until", "text")
    .addColumn("rotated_at", "text")
    .addColumn("created_at", "text", required)
    .addColumn("seen_at", "text", required)
    .addColumn("expires_at", "text", required)
    .addColumn("user_agent", "text", required)
    .addColumn("network", "text", required)
    .addColumn("factors", "text", required)
    .addColumn("remember", "integer", required)
    .addUniqueConstraint("users_sessions_token_hash_key", ["token_hash"])
    .execute();
  await db.schema
    .createTable("users_tokens")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("user_id", "integer", ofUser)
    .addColumn("purpose", "text", required)
    .addColumn("token_hash", "text", required)
    .addColumn("sent_to", "text", required)
    .addColumn("tries", "integer", required)
    .addColumn("created_at", "text", required)
    .addColumn("expires_at", "text", required)
    .addUniqueConstraint("users_tokens_token_hash_key", ["token_hash"])
    .execute();
  await db.schema
    .createTable("users_mails")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("kind", "text", required)
    .addColumn("address", "text", required)
    .addColumn("user_id", "text")
    .addColumn("data", "text")
    .addColumn("created_at", "text", required)
    .addColumn("due_at", "text", required)
    .addColumn("attempts", "integer", required)
    .execute();
  await db.schema
    .createTable("users_audit")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("at", "text", required)
    .addColumn("action", "text", required)
    .addColumn("outcome", "text", required)
    .addColumn("reason", "text")
    .addColumn("user_id", "text")
    .addColumn("session_id", "text")
    .addColumn("network", "text")
    .execute();
  const indexes = [
    ["users_sessions", "previous_hash"],
    ["users_sessions", "user_id"],
    ["users_sessions", "expires_at"],
    ["users_tokens", "user_id"],
    ["users_tokens", "sent_to"],
    ["users_tokens", "expires_at"],
    ["users_mails", "due_at"],
    ["users_audit", "user_id"],
  ] as const;
  for (const [table, column] of indexes) {
    await db.schema.createIndex(`${table}_${column}_index`).on(table).column(column).execute();
  }
  await appendOnly(db, "users_audit");
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await dropAppendOnly(db, "users_audit");
  for (const table of ["users_audit", "users_mails", "users_tokens", "users_sessions", "users"]) {
    await db.schema.dropTable(table).execute();
  }
}
