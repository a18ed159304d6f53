import { HOLE, isAmong } from "../../scripts/test-names.ts";
import type { Feature, FeatureGroup, TestRef } from "./feature.ts";
import type { KeptRun } from "./kept-run.ts";

/** Whether every test of a feature has passed: one with a "…" stands for at least one test, and all of them are in one loop. */
export const isShown = (feature: Feature, run: KeptRun): boolean =>
  "by" in feature && feature.by.every((test) => passes(test, run));

export const passes = ([file, name]: TestRef, run: KeptRun): boolean =>
  (run.passed[file] ?? []).some((told) => (name.includes(HOLE) ? isAmong([name], told) : name === told));

/** The page about what the stock client can do here. */
export function compatibilityPage(groups: readonly FeatureGroup[], run: KeptRun): string {
  const features = groups.flatMap((group) => group.features);
  const shown = features.filter((feature) => isShown(feature, run)).length;
  const client = Object.entries(run.client).map(([name, version]) => `\`${name}\` ${version}`);
  return [
    "# Compatibility",
    "<!-- Written by `node scripts/compatibility.ts` from test/compatibility. -->",
    `What the stock client can do, with Livegate behind it: ${shown} of ${features.length} features, as tests in a browser have shown on ${run.on} with
${client.join(" and ")}. A feature is there where all the tests that are named beside it have passed; where it isn't, the reason is told.`,
    "`node scripts/compatibility.ts --run` runs the tests and writes this page anew. `node scripts/newer-client.mjs` tries the client's newest version.",
    ...groups.map(({ title, features: those }) => `## ${title}\n\n${featureTable(those, run)}`),
  ].join("\n\n");
}

function featureTable(features: readonly Feature[], run: KeptRun): string {
  const lines = features.map((feature) => {
    const grounds =
      "by" in feature ? feature.by.map(([file, name]) => `${name} (\`${file}\`)`).join("; ") : feature.missing;
    return `| ${[feature.what, isShown(feature, run) ? "yes" : "no", grounds].map((cell) => cell.replaceAll("|", String.raw`\|`)).join(" | ")} |`;
  });
  return ["| feature | there | shown by, or why not |", "| --- | --- | --- |", ...lines].join("\n");
}
