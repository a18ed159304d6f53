import type { Kysely } from "kysely";
import type { Clock } from "../clock/clock.ts";
import type { AuthTables, UserId } from "./auth-tables.ts";
import { newRowId } from "./opaque-token.ts";
import type { Refusal } from "./outcome.ts";
import type { Visitor } from "./visitor.ts";

/** Something that somebody did or tried, as the audit table keeps it. */
export interface AuditEntry {
  /** "log_in", "reset_password" and so on. */
  readonly action: string;
  /** Why it was refused; absent where it was done. */
  readonly reason?: string;
  readonly userId?: UserId | null;
  readonly sessionId?: string | null;
  readonly network?: string | null;
}

/** Adds one row; within a transaction where the deed is one. */
export async function audit(db: Kysely<AuthTables>, clock: Clock, entry: AuditEntry): Promise<void> {
  const { action, reason = null, userId = null, sessionId = null, network = null } = entry;
  const at = new Date(clock.now()).toISOString();
  const outcome = reason === null ? "ok" : "refused";
  const user_id = userId === null ? null : String(userId);
  const row = { id: newRowId(), at, action, outcome, reason, user_id, session_id: sessionId, network };
  await db.insertInto("audit").values(row).execute();
}

/** Somebody on a page. */
interface Present extends Pick<Visitor, "network"> {
  readonly session: { readonly id: string } | null;
}

/** What an entry says of a visitor. */
export const byVisitor = ({ network, session }: Present) => ({
  network,
  sessionId: session?.id ?? null,
});

/** Who acts on an account that need not be theirs: somebody on a page, or a text that names a command or a job. */
export type Actor = Present | string;

/** What an entry says of an actor; the name of a command stands where else a network does. */
export const byActor = (actor: Actor | undefined): Pick<AuditEntry, "network" | "sessionId"> =>
  typeof actor === "object" ? byVisitor(actor) : { network: actor ?? null };

/** Writes down that something was refused, and gives the refusal back. */
export async function auditRefusal(
  { db, clock }: { readonly db: Kysely<AuthTables>; readonly clock: Clock },
  refusal: Refusal,
  entry: Omit<AuditEntry, "reason">,
): Promise<Refusal> {
  await audit(db, clock, { ...entry, reason: refusal.reason });
  return refusal;
}
