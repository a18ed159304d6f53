// `npm run check`: format, lint, types, layers, doors, generated documents and who gets in; in parallel, a line each.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runStep } from "./run-step.mjs";
import { root, setUp } from "./setup.mjs";

const LIVEGATE = join(root, "packages", "livegate-cli", "bin", "livegate.js");

const STEPS = [
  { name: "types", command: "tsc", args: ["-p", "."] },
  { name: "client", command: "tsc", args: ["-p", "packages/livegate/src/client"] },
  { name: "lint", command: "oxlint", args: ["--type-aware", "--deny-warnings"] },
  { name: "format", command: "oxfmt", args: ["--check"] },
  { name: "layers", command: "node", args: ["scripts/check-layers.ts"] },
  { name: "doors", command: "node", args: ["scripts/check-exports.ts"] },
  { name: "lock", command: "node", args: ["scripts/check-lock.ts"] },
  { name: "compatibility", command: "node", args: ["scripts/compatibility.ts", "--check"] },
  { name: "errors", command: "node", args: ["scripts/errors-doc.ts", "--check"] },
  { name: "score-card", command: "node", args: ["scripts/score-card.ts", "--check"] },
  { name: "audit", command: "node", args: [LIVEGATE, "audit", "--check"], cwd: join(root, "apps", "teacher") },
];

/** Runs all checks; gives how many passed and how many failed. */
export async function check(env) {
  const results = await Promise.all(STEPS.map((step) => runStep({ ...step, env })));
  const passed = results.filter(({ ok }) => ok).length;
  return { passed, failed: results.length - passed };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { failed } = await check(setUp());
  process.exitCode = failed === 0 ? 0 : 1;
}
