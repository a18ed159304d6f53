/** A constraint that a statement broke. */
export interface BrokenConstraint {
  /** As PostgreSQL names it by default; null for a foreign key of SQLite, which doesn't say which one. */
  readonly name: string | null;
  readonly kind: "foreign key" | "other";
}

const other = (name: string): BrokenConstraint => ({ name, kind: "other" });

/** What SQLite says is broken, or null where the error is something else. */
export function brokenInSqlite(code: string, message: string): BrokenConstraint | null {
  const told = /constraint failed: (.*)$/.exec(message)?.[1] ?? "";
  switch (code) {
    case "SQLITE_CONSTRAINT_PRIMARYKEY":
      return other(`${told.split(".", 1)[0]}_pkey`);
    case "SQLITE_CONSTRAINT_UNIQUE":
      return other(/^index '(.*)'$/.exec(told)?.[1] ?? `${columnsName(told)}_key`);
    case "SQLITE_CONSTRAINT_NOTNULL":
      return other(`${columnsName(told)}_not_null`);
    case "SQLITE_CONSTRAINT_CHECK":
      return other(told);
    case "SQLITE_CONSTRAINT_FOREIGNKEY":
      return { name: null, kind: "foreign key" };
    default:
      return null;
  }
}

/** "albums.title, albums.artist" → "albums_title_artist". */
function columnsName(told: string): string {
  const columns = told.split(", ").map((column) => column.split("."));
  return [columns[0]?.[0], ...columns.map(([, column]) => column)].join("_");
}

/** What PostgreSQL's errors say beside their message. */
interface PostgresError {
  readonly code: string;
  readonly constraint?: unknown;
  readonly table?: unknown;
  readonly column?: unknown;
}

/** What PostgreSQL says is broken, or null where the error is something else. */
export function brokenInPostgres({ code, constraint, table, column }: PostgresError): BrokenConstraint | null {
  // Newer versions name this one too, but only if nobody has renamed the column since.
  if (code === "23502") return other(`${String(table)}_${String(column)}_not_null`);
  if (!code.startsWith("23") || typeof constraint !== "string") return null;
  return { name: constraint, kind: code === "23503" ? "foreign key" : "other" };
}
