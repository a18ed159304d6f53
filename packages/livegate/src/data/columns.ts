import type { ColumnDefinitionBuilder, CreateTableBuilder } from "kysely";

/**
 * A table's own key: a whole number that the database counts up and never gives twice.
 *
 * @example
 * db.schema.createTable("albums").addColumn("id", "integer", primaryKey)
 */
export const primaryKey = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
  column.primaryKey().autoIncrement();

/**
 * Adds `created_at` and `updated_at`: ISO 8601 text in UTC, which sorts by time and means the same in every database. A
 * `Date` may be bound; the app sets both, so that they follow its clock.
 *
 * @example
 * db.schema.createTable("albums").$call(timestamps)
 */
export const timestamps = <Table extends string, Columns extends string>(table: CreateTableBuilder<Table, Columns>) =>
  table.addColumn("created_at", "text", required).addColumn("updated_at", "text", required);

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();
