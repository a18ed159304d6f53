// `npm run check`: format, lint, types, layers and doors, side by side; a line for each, and what failed in full.
import { spawn } from "node:child_process";
import { root, setUp } from "./setup.mjs";

const CHECKS = [
  ["format", "oxfmt", ["--check"]],
  ["lint", "oxlint", ["--deny-warnings"]],
  ["types", "tsc", ["-p", "."]],
  ["types of the client", "tsc", ["-p", "packages/livegate/src/client"]],
  ["layers", "node", ["scripts/check-layers.ts"]],
  ["exports", "node", ["scripts/check-exports.ts"]],
];

/** Runs all checks; true if every one of them passed. */
export async function check(env) {
  const results = await Promise.all(CHECKS.map(([name, command, args]) => runCheck(name, command, args, env)));
  for (const { name, passed, seconds, output } of results) {
    console.log(`${passed ? "✔" : "✖"} ${name} (${seconds} s)`);
    if (!passed) console.log(output.trimEnd());
  }
  return results.every(({ passed }) => passed);
}

function runCheck(name, command, args, env) {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, shell: process.platform === "win32" });
    let output = "";
    const keep = (chunk) => (output += chunk);
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => keep(String(error)));
    child.on("close", (code) => {
      resolve({ name, output, passed: code === 0, seconds: ((performance.now() - start) / 1000).toFixed(1) });
    });
  });
}

if (import.meta.main ?? process.argv[1]?.endsWith("check.mjs")) {
  process.exitCode = (await check(setUp())) ? 0 : 1;
}
