/** Messages by field, as contexts return them and forms show them. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** What broken constraints mean to people: by the constraint's name, a message by field. */
export type ConstraintMessages = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Turns the error of a broken constraint into messages by field; null for every other error, which is to be thrown on.
 *
 * Constraints have the names that PostgreSQL gives by default, because SQLite tells only tables and columns:
 * `albums_title_artist_key` for a unique index on two columns (an index on an expression is told by its own name),
 * `albums_pkey`, `albums_title_not_null`, a CHECK's own name (give it one), and `foreign_key`, for SQLite doesn't say which one.
 *
 * @example
 * const refused = constraintErrors(error, { albums_title_artist_key: { title: "This album is here already." } });
 */
export function constraintErrors(
  error: unknown,
  messages: ConstraintMessages,
): { readonly ok: false; readonly errors: FieldErrors } | null {
  const broken = brokenConstraint(error);
  const found = broken === null ? undefined : messages[broken];
  if (!found) return null;
  return { ok: false, errors: Object.fromEntries(Object.entries(found).map(([field, text]) => [field, [text]])) };
}

/** The name of the constraint that SQLite says is broken, or null where the error is something else. */
function brokenConstraint(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  const told = /constraint failed: (.*)$/.exec(error.message)?.[1] ?? "";
  switch (error.code) {
    case "SQLITE_CONSTRAINT_PRIMARYKEY":
      return `${told.split(".", 1)[0]}_pkey`;
    case "SQLITE_CONSTRAINT_UNIQUE":
      return /^index '(.*)'$/.exec(told)?.[1] ?? `${columnsName(told)}_key`;
    case "SQLITE_CONSTRAINT_NOTNULL":
      return `${columnsName(told)}_not_null`;
    case "SQLITE_CONSTRAINT_CHECK":
      return told;
    case "SQLITE_CONSTRAINT_FOREIGNKEY":
      return "foreign_key";
    default:
      return null;
  }
}

/** "albums.title, albums.artist" → "albums_title_artist". */
function columnsName(told: string): string {
  const columns = told.split(", ").map((column) => column.split("."));
  return [columns[0]?.[0], ...columns.map(([, column]) => column)].join("_");
}
