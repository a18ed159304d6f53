import assert from "node:assert/strict";
import { type Edit, applyEdits } from "./edit.ts";

/** A text after an edit, which must go well and find nothing left to do a second time. */
export function edited(text: string, ...edits: readonly Edit[]): string {
  const result = applyEdits(text, edits);
  assert.ok(result.ok, result.ok ? "" : result.why);
  assert.deepEqual(applyEdits(result.text, edits), { ok: true, text: result.text, done: [] });
  return result.text;
}

/** Why an edit was left to the author. */
export function refusal(text: string, edit: Edit): string {
  const result = applyEdits(text, [edit]);
  assert.ok(!result.ok);
  return result.why;
}
