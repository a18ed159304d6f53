import type { CustomTypesConfig } from "pg";
import { bound } from "./bound.ts";

/**
 * A value as PostgreSQL takes it. Its text can hold no NUL, which may well come from outside: like half a surrogate pair it
 * becomes U+FFFD, and is then text that nothing else equals.
 */
export function boundForPostgres(value: unknown): unknown {
  const plain = bound(value);
  return typeof plain === "string" ? plain.replaceAll("\0", "\u{FFFD}") : plain;
}

type Read = (text: string) => unknown;

const asText: Read = (text) => text;

/** How the types are read that would differ from what SQLite gives for the same query; by PostgreSQL's number of the type. */
const READERS: ReadonlyMap<number, Read> = new Map([
  [16, (text) => (text === "t" ? 1 : 0)], // boolean
  [20, Number], // bigint, also count(*) and sum(integer)
  [1700, Number], // numeric, also avg(integer)
  [114, asText], // json
  [3802, asText], // jsonb
  [1082, asText], // date
  [1114, instant], // timestamp
  [1184, instant], // timestamptz
]);

/** "2026-11-26 01:02:03.5+00" → "2026-11-26T01:02:03.500Z"; without a zone it is taken for UTC. */
function instant(text: string): string {
  const [, day, time, hours = "+00", minutes = "00"] =
    /^(\d{4}-\d\d-\d\d) ([\d:.]+)(?:([+-]\d\d)(?::(\d\d))?)?$/.exec(text) ?? [];
  // "infinity" and the years that ISO 8601 has no room for.
  if (!day) return text;
  return new Date(`${day}T${time}${hours}:${minutes}`).toISOString();
}

/** `pg`'s reading of values, but as SQLite gives them wherever the two would differ. */
export const readLikeSqlite = (pgTypes: CustomTypesConfig): CustomTypesConfig => ({
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    (format !== "binary" && READERS.get(oid)) ||
    pgTypes.getTypeParser(oid, format)) as CustomTypesConfig["getTypeParser"],
});
