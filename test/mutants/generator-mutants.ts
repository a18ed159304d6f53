import type { Mutant } from "./mutant.ts";

const src = "packages/livegate-cli/src";

/** Faults in what generators do to somebody's files. */
export const generatorMutants: readonly Mutant[] = [
  {
    fault: "a run that fails half-way leaves what it has written over",
    file: `${src}/generate/write-files.ts`,
    find: "else await writeFile(join(appDir, path), before);",
    replace: "",
    caughtBy: `${src}/generate/write-files.test.ts`,
  },
  {
    fault: "a run that fails half-way leaves new files",
    file: `${src}/generate/write-files.ts`,
    find: "if (before === null) await rm(join(appDir, path), { force: true });",
    replace: "if (before === null) continue;",
    caughtBy: `${src}/generate/write-files.test.ts`,
  },
  {
    fault: "a file that was saved meanwhile is written over",
    file: `${src}/generate/write-files.ts`,
    find: "  await assertUnchanged(appDir, writes);",
    replace: "",
    caughtBy: `${src}/generate/write-files.test.ts`,
  },
  {
    fault: "a file that its author has changed counts as generated",
    file: `${src}/generate/compare-plan.ts`,
    find: "if (isUntouched(manifest, path, before))",
    replace: "if (manifest.generated.length >= 0)",
    caughtBy: `${src}/generate/run-plan.test.ts`,
  },
  {
    fault: "a dry run writes",
    file: `${src}/generate/run-plan.ts`,
    find: "const isWanted = open && !dryRun && ",
    replace: "const isWanted = open && ",
    caughtBy: `${src}/generate/run-plan.test.ts`,
  },
  {
    fault: "of a file that can't be edited in full a part is edited",
    file: `${src}/edit/edit.ts`,
    find: "return why === null ?",
    replace: "return why !== undefined ?",
    caughtBy: `${src}/generate/run-plan.test.ts`,
  },
  {
    fault: "routes that an author has guarded are said to be public",
    file: `${src}/edit/say-access.ts`,
    find: "if (block.options && says(source, block, access)) return [];",
    replace: "",
    caughtBy: `${src}/edit/routes.test.ts`,
  },
  {
    fault: "a guard that lets everybody through counts as one that guards",
    file: `${src}/edit/say-access.ts`,
    find: "!letThrough.includes(codeOf(source, item))",
    replace: "letThrough !== undefined",
    caughtBy: `${src}/edit/routes.test.ts`,
  },
  {
    fault: "an import takes a name that is another's",
    file: `${src}/edit/add-import.ts`,
    find: "if (taken !== undefined) return refuse(",
    replace: "if (taken === null) return refuse(",
    caughtBy: `${src}/edit/add-import.test.ts`,
  },
  {
    fault: "a comma in a comment counts as one of the list",
    file: `${src}/edit/source.ts`,
    find: "if (comment) at = comment.end - 1;",
    replace: "if (comment === null) at = 0;",
    caughtBy: `${src}/edit/insert-item.test.ts`,
  },
];
