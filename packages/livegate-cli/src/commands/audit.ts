import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AuditEntry, auditTable } from "livegate";
import type { AppDirectory } from "../app-directory.ts";
import { UsageError } from "../usage-error.ts";
import { auditChanges } from "../audit/audit-changes.ts";
import { lockText, readLock } from "../audit/audit-lock.ts";
import { table } from "../table.ts";

const LOCK = "audit.lock";

const HEADINGS = ["KIND", "NAME", "AT", "ACCESS", "GUARDS", "RULE"];

/** Prints every route, event and topic with what guards it, as a table or as JSON. */
export async function printAudit(app: AppDirectory, asJson: boolean): Promise<void> {
  const entries = auditTable(await app.loadRouter());
  console.log(asJson ? JSON.stringify(entries, null, 2) : table(HEADINGS, entries.map(cells)));
}

const cells = ({ kind, name, at, access, guards, rule }: AuditEntry): readonly string[] => [
  kind,
  name,
  at,
  access,
  guards.join(", ") || "-",
  rule ? `by ${rule.join(", ") || "the record"}` : "-",
];

/** Writes the app's lock file anew. */
export async function writeAudit(app: AppDirectory): Promise<void> {
  const entries = auditTable(await app.loadRouter());
  writeFileSync(join(app.path, LOCK), lockText(entries));
  console.log(`Wrote ${LOCK}: ${entries.length} entries. Commit it.`);
}

/** Compares the app with its lock file; says what has changed, and then sets the exit code. */
export async function checkAudit(app: AppDirectory): Promise<void> {
  const file = join(app.path, LOCK);
  if (!existsSync(file)) {
    throw new UsageError(`There is no ${LOCK}. Write it, read it and commit it: npx livegate audit --write`);
  }
  const changes = auditChanges(readLock(readFileSync(file, "utf8")), auditTable(await app.loadRouter()));
  if (changes.length === 0) return console.log(`Who gets in is what ${LOCK} says.`);
  const told = changes.map((change) => `- ${change}`).join("\n");
  console.log(`Who gets in is not what ${LOCK} says:\n\n${told}\n\nIf that is meant: npx livegate audit --write`);
  process.exitCode = 1;
}
