import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { applyEdits } from "../edit/edit.ts";
import { type Manifest, MANIFEST, isUntouched, parseManifest } from "./manifest.ts";
import type { Plan, PlannedEdits, PlannedFile, Step } from "./plan.ts";

/** A plan, compared with the app that it is for. */
export interface ComparedPlan {
  readonly plan: Plan;
  readonly steps: readonly Step[];
  readonly manifest: Manifest;
}

/** Compares a plan with what is in an app's directory. Nothing is written. */
export async function comparePlan(appDir: string, plan: Plan): Promise<ComparedPlan> {
  const manifest = parseManifest(await readText(appDir, MANIFEST));
  const files = plan.files.map(async (file) => fileStep(file, await readText(appDir, file.path), manifest));
  const edits = plan.edits.map(async (edit) => editStep(edit, await readText(appDir, edit.path)));
  const steps = await Promise.all([...files, ...edits]);
  return { plan, steps: steps.toSorted((a, b) => (a.path < b.path ? -1 : 1)), manifest };
}

/** The text of an app's file; null where there is none. */
export async function readText(appDir: string, path: string): Promise<string | null> {
  try {
    return await readFile(join(appDir, path), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

function fileStep({ path, text }: PlannedFile, before: string | null, manifest: Manifest): Step {
  const step = { path, before, after: text, changes: [], conflict: null, isOwn: true };
  if (before === null) return { ...step, status: "new" };
  if (before.replaceAll("\r\n", "\n") === text) return { ...step, status: "identical" };
  if (isUntouched(manifest, path, before)) return { ...step, status: "changed" };
  const conflict = { why: "it is there already, and not as it would be generated", paste: [] };
  return { ...step, status: "conflict", conflict };
}

function editStep({ path, edits }: PlannedEdits, before: string | null): Step {
  const step = { path, before, after: before ?? "", changes: [], conflict: null, isOwn: false };
  if (before === null) {
    return { ...step, status: "conflict", conflict: { why: "it isn't there", paste: edits.map(({ paste }) => paste) } };
  }
  const edited = applyEdits(before, edits);
  if (!edited.ok) {
    return { ...step, status: "conflict", conflict: { why: edited.why, paste: edited.left.map(({ paste }) => paste) } };
  }
  const changes = edited.done.map(({ what }) => what);
  return { ...step, status: edited.text === before ? "identical" : "changed", after: edited.text, changes };
}
