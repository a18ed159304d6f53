import { MagicString } from "magic-string";
import { type Source, parseSource } from "./source.ts";

interface Intent {
  /** What it does, for the plan: "adds three paths". */
  readonly what: string;
  /** What the author does where the file isn't written as expected. */
  readonly paste: Paste;
}

/** A change of one file that leaves everything else in it as its author wrote it. */
export type Edit = CodeEdit | TextEdit;

/** A change of a TypeScript file. */
export interface CodeEdit extends Intent {
  /**
   * Takes a step, says that nothing is left to do, or refuses; it never guesses. It is asked again until nothing is left, so
   * a step may be as small as it likes, and one that was taken is always recognised.
   */
  readonly step: (code: MagicString, source: Source) => Outcome;
}

/** A change of any other file: its new text, the same where nothing is left to do. */
export interface TextEdit extends Intent {
  readonly rewrite: (text: string) => string | Refusal;
}

/** Code to paste, and where. */
export interface Paste {
  readonly where: string;
  readonly code: string;
}

/** What came of a step. */
export type Outcome = "changed" | "present" | Refusal;

/** Why an edit is left to the author. */
export interface Refusal {
  readonly refused: string;
}

export const refuse = (refused: string): Refusal => ({ refused });

/** A file after its edits; or what is left to the author, and then the file is to stay as it is. */
export type Edited =
  | { readonly ok: true; readonly text: string; readonly done: readonly Edit[] }
  | { readonly ok: false; readonly why: string; readonly left: readonly Edit[] };

/** More steps than any edit has: one that goes on doesn't see what it did. */
const MOST_STEPS = 100;

/** Carries out the edits of a file, one after the other. What is there already is left alone: a second time changes nothing. */
export function applyEdits(text: string, edits: readonly Edit[]): Edited {
  let edited = text;
  let why: string | null = null;
  const needed: Edit[] = [];
  for (const edit of edits) {
    const result = "rewrite" in edit ? edit.rewrite(edited) : takeSteps(edited, edit);
    if (typeof result === "object") why ??= result.refused;
    if (result !== edited) needed.push(edit);
    if (typeof result === "string") edited = result;
  }
  return why === null ? { ok: true, text: edited, done: needed } : { ok: false, why, left: needed };
}

function takeSteps(text: string, edit: CodeEdit): string | Refusal {
  let edited = text;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const source = parseSource(edited);
    if (!source) return refuse("it doesn't parse");
    const code = new MagicString(edited);
    const outcome = edit.step(code, source);
    if (outcome === "present") return edited;
    if (outcome !== "changed") return outcome;
    edited = code.toString();
  }
  throw new Error(`The edit that ${edit.what} doesn't recognise what it has done.`);
}
