import type { AuditEntry } from "livegate";
import { UsageError } from "../usage-error.ts";

const INTRODUCTION = `// Every way into this app and what guards it. Read what changes here as you read code: it says who gets in.
// Written by: npx livegate audit --write
`;

/** The text of a lock file: a line for each entry, so that a changed guard is a changed line. */
export const lockText = (entries: readonly AuditEntry[]): string =>
  `${INTRODUCTION}[\n${entries.map((entry) => `  ${JSON.stringify(entry)}`).join(",\n")}\n]\n`;

/**
 * What a lock file says.
 *
 * @throws UsageError for a text that isn't one.
 */
export function readLock(text: string): readonly AuditEntry[] {
  try {
    const entries: unknown = JSON.parse(text.replaceAll(/^\/\/.*$/gm, ""));
    if (Array.isArray(entries) && entries.every(isEntry)) return entries;
  } catch {
    // As wrong as any other text.
  }
  throw new UsageError(
    "audit.lock can't be read. Write it anew, and read what has changed: npx livegate audit --write",
  );
}

function isEntry(value: unknown): value is AuditEntry {
  if (typeof value !== "object" || value === null) return false;
  const { kind, name, at, access, guards, rule } = value as Partial<Record<keyof AuditEntry, unknown>>;
  return (
    [kind, name, at, access].every((text) => typeof text === "string") &&
    Array.isArray(guards) &&
    (rule === null || Array.isArray(rule))
  );
}
