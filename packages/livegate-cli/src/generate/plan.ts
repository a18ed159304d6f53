import type { Edit, Paste } from "../edit/edit.ts";

/** What a generator wants: files of its own, and edits of files that are the author's. */
export interface Plan {
  /** What was asked for, as it is written down in livegate.json. */
  readonly generator: string;
  readonly args: readonly string[];
  readonly files: readonly PlannedFile[];
  readonly edits: readonly PlannedEdits[];
  /** What comes next: commands, and things to know. */
  readonly next: readonly string[];
}

/** A file that a generator writes. Its path is one from the app's directory, with "/" between its parts. */
export interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

/** Edits of one file, of which either all are made or none. */
export interface PlannedEdits {
  readonly path: string;
  readonly edits: readonly Edit[];
}

/**
 * What is to become of a file: it is new; nothing is left to do; it is changed, for it is as it was generated or an edit
 * fits; or its author has made something else of it, who has to decide.
 */
export type Status = "new" | "identical" | "changed" | "conflict";

/** A file of a plan, compared with what is there. */
export interface Step {
  readonly path: string;
  readonly status: Status;
  /** What is there now; null where nothing is. */
  readonly before: string | null;
  /** What is to be there; for a conflict of edits the same as before. */
  readonly after: string;
  /** What edits do, in a few words each. */
  readonly changes: readonly string[];
  /** For a conflict: why it is one, and what its author pastes. */
  readonly conflict: Conflict | null;
  /** Whether a generator writes the whole file. */
  readonly isOwn: boolean;
}

export interface Conflict {
  readonly why: string;
  readonly paste: readonly Paste[];
}
