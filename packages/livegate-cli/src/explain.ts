import { LivegateError, Unavailable } from "livegate";
import { UsageError } from "./usage-error.ts";

/** What the command says about an error: those that say themselves what to do need no stack. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const tells = error instanceof UsageError || error instanceof LivegateError || error instanceof Unavailable;
  return tells ? error.message : (error.stack ?? error.message);
}
