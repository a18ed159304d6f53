/**
 * What a column type of a migration is in each database, where the word alone would mean different things. Other types are
 * taken as they stand.
 */
type ColumnTypes = Readonly<Record<string, string>>;

// Any other word than "integer" would not count up; "json" and "uuid" would turn text that looks like a number into one.
export const sqliteColumnTypes: ColumnTypes = {
  bigint: "integer",
  bytea: "blob",
  json: "text",
  jsonb: "text",
  timestamptz: "text",
  uuid: "text",
};

// SQLite's whole numbers have 64 bits, and so has its `real`.
export const postgresColumnTypes: ColumnTypes = {
  blob: "bytea",
  integer: "bigint",
  json: "jsonb",
  real: "double precision",
};
