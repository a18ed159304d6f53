import type { CreateTableBuilder, Kysely } from "kysely";
import { appendOnly, dropAppendOnly } from "livegate/auth";
// @if uuid
import { timestamps } from "livegate/data";
// @else
import { primaryKey, timestamps } from "livegate/data";
// @end

const required = <Column extends { notNull(): Column }>(column: Column): Column => column.notNull();

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("__table__")
    // @if uuid
    .addColumn("id", "text", (column) => column.primaryKey())
    // @else
    .addColumn("id", "integer", primaryKey)
    // @end
    .addColumn("email", "text", required)
    .addColumn("hashed_password", "text")
    .addColumn("confirmed_at", "text")
    .addColumn("disabled_at", "text")
    // Counts what changed about a user's access: open pages notice.
    .addColumn("access_epoch", "integer", (column) => column.notNull().defaultTo(0))
    .$call(timestamps)
    // Addresses are stored in lower case.
    .addUniqueConstraint("__table___email_key", ["email"])
    .execute();

  await db.schema
    .createTable("__table___sessions")
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
  await index(db, "__table___sessions", "token_hash", { unique: true });
  await index(db, "__table___sessions", "previous_hash");
  await index(db, "__table___sessions", "user_id");
  await index(db, "__table___sessions", "expires_at");

  await db.schema
    .createTable("__table___tokens")
    .addColumn("id", "text", (column) => column.primaryKey())
    .$call(ofUser)
    .addColumn("purpose", "text", required)
    .addColumn("token_hash", "text", required)
    .addColumn("sent_to", "text", required)
    .addColumn("tries", "integer", required)
    .addColumn("created_at", "text", required)
    .addColumn("expires_at", "text", required)
    .execute();
  await index(db, "__table___tokens", "token_hash", { unique: true });
  await index(db, "__table___tokens", "user_id");
  await index(db, "__table___tokens", "expires_at");

  await db.schema
    .createTable("__table___mails")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("kind", "text", required)
    .addColumn("address", "text", required)
    .addColumn("user_id", "text")
    .addColumn("data", "text")
    .addColumn("created_at", "text", required)
    .addColumn("due_at", "text", required)
    .addColumn("attempts", "integer", required)
    .execute();
  await index(db, "__table___mails", "due_at");

  await db.schema
    .createTable("__table___audit")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("at", "text", required)
    .addColumn("action", "text", required)
    .addColumn("outcome", "text", required)
    .addColumn("reason", "text")
    .addColumn("user_id", "text")
    .addColumn("session_id", "text")
    .addColumn("network", "text")
    .execute();
  await index(db, "__table___audit", "user_id");
  await appendOnly(db, "__table___audit");
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await dropAppendOnly(db, "__table___audit");
  for (const table of ["__table___audit", "__table___mails", "__table___tokens", "__table___sessions", "__table__"]) {
    await db.schema.dropTable(table).execute();
  }
}

/** What belongs to a user goes with them. */
const ofUser = <Table extends string, Columns extends string>(table: CreateTableBuilder<Table, Columns>) =>
  // @if uuid
  table.addColumn("user_id", "text", (column) => column.notNull().references("__table__.id").onDelete("cascade"));
// @else
table.addColumn("user_id", "integer", (column) => column.notNull().references("__table__.id").onDelete("cascade"));
// @end

async function index(db: Kysely<unknown>, table: string, column: string, { unique = false } = {}): Promise<void> {
  const builder = db.schema
    .createIndex(`${table}_${column}_${unique ? "key" : "index"}`)
    .on(table)
    .column(column);
  await (unique ? builder.unique() : builder).execute();
}
