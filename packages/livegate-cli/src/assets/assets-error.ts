import { LivegateError } from "livegate";

/** What a tool has to say about a source file. */
export const assetsError = (entry: string, complaint: string, cause: unknown): LivegateError =>
  new LivegateError("LG_ASSETS", `${entry} can't be built:\n${complaint.trim()}`, undefined, { cause });
