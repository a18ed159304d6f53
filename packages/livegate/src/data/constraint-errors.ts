import { brokenInPostgres, brokenInSqlite, type BrokenConstraint } from "./broken-constraint.ts";

/** Messages by field, as contexts return them and forms show them. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** What broken constraints mean to people: by the constraint's name, a message by field. */
export type ConstraintMessages = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Turns the error of a broken constraint into messages by field; null for every other error, which is to be thrown on.
 *
 * Constraints have the names that PostgreSQL gives by default, because SQLite tells only tables and columns:
 * `albums_title_artist_key` for a unique index on two columns (an index on an expression is told by its own name),
 * `albums_pkey`, `albums_title_not_null`, `albums_artist_id_fkey`, and a CHECK's own name (give it one). Of a foreign key SQLite
 * doesn't say which one is broken: where there are messages for several, it takes that of `foreign_key`.
 *
 * @example
 * const refused = constraintErrors(error, { albums_title_artist_key: { title: "This album is here already." } });
 */
export function constraintErrors(
  error: unknown,
  messages: ConstraintMessages,
): { readonly ok: false; readonly errors: FieldErrors } | null {
  const broken = brokenConstraint(error);
  const found = broken && messageOf(broken, messages);
  if (!found) return null;
  return { ok: false, errors: Object.fromEntries(Object.entries(found).map(([field, text]) => [field, [text]])) };
}

function messageOf({ name, kind }: BrokenConstraint, messages: ConstraintMessages) {
  if (name !== null && messages[name]) return messages[name];
  if (kind !== "foreign key") return null;
  const candidates = Object.keys(messages).filter((key) => key.endsWith("_fkey"));
  const onlyOne = name === null && candidates.length === 1 ? messages[candidates[0] ?? ""] : null;
  return messages["foreign_key"] ?? onlyOne;
}

function brokenConstraint(error: unknown): BrokenConstraint | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return null;
  const { code, message } = error;
  return code.startsWith("SQLITE_") ? brokenInSqlite(code, message) : brokenInPostgres({ ...error, code });
}
