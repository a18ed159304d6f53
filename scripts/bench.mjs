// `npm run bench`: measures ratios to the physical limits and keeps them in bench/results. `-- --quick` for a short run.
import { spawnSync } from "node:child_process";
import { root, setUp } from "./setup.mjs";

const { status } = spawnSync("node", ["bench/run.ts", ...process.argv.slice(2)], {
  cwd: root,
  env: setUp(),
  stdio: "inherit",
});
process.exitCode = status ?? 1;
