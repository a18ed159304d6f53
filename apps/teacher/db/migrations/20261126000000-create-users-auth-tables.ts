import type { CreateTableBuilder, Kysely } from "kysely";
import { appendOnly, dropAppendOnly } from "livegate/auth";
import { primaryKey, timestamps } from "livegate/data";

const required = <Column extends { notNull(): Column }>(column: Column): Column => column.notNull();

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("users")
    .addColumn("id", "integer", primaryKey)
    .addColumn("email", "text", required)
    .addColumn("hashed_password", "text")
    .addColumn("confirmed_at", "text")
    .addColumn("disabled_at", "text")
    // Counts what changed about a user's access: open pages notice.
    .addColumn("access_epoch", "integer", (column) => column.notNull().defaultTo(0))
    .$call(timestamps)
    // Addresses are stored in lower case.
    .addUniqueConstraint("users_email_key", ["email"])
    .execute();

  await db.schema
    .createTable("users_sessions")
    .addColumn("id", "text", (column) => column.primaryKey())
    .$call(ofUser)
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
    .execute();
  await index(db, "users_sessions", "token_hash", { unique: true });
  await index(db, "users_sessions", "previous_hash");
  await index(db, "users_sessions", "user_id");
  await index(db, "users_sessions", "expires_at");

  await db.schema
    .createTable("users_tokens")
    .addColumn("id", "text", (column) => column.primaryKey())
    .$call(ofUser)
    .addColumn("purpose", "text", required)
    .addColumn("token_hash", "text", required)
    .addColumn("sent_to", "text", required)
    .addColumn("tries", "integer", required)
    .addColumn("created_at", "text", required)
    .addColumn("expires_at", "text", required)
    .execute();
  await index(db, "users_tokens", "token_hash", { unique: true });
  await index(db, "users_tokens", "user_id");
  await index(db, "users_tokens", "expires_at");

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
  await index(db, "users_mails", "due_at");

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
  await index(db, "users_audit", "user_id");
  await appendOnly(db, "users_audit");
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await dropAppendOnly(db, "users_audit");
  for (const table of ["users_audit", "users_mails", "users_tokens", "users_sessions", "users"]) {
    await db.schema.dropTable(table).execute();
  }
}

/** What belongs to a user goes with them. */
const ofUser = <Table extends string, Columns extends string>(table: CreateTableBuilder<Table, Columns>) =>
  table.addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"));

async function index(db: Kysely<unknown>, table: string, column: string, { unique = false } = {}): Promise<void> {
  const builder = db.schema
    .createIndex(`${table}_${column}_${unique ? "key" : "index"}`)
    .on(table)
    .column(column);
  await (unique ? builder.unique() : builder).execute();
}
