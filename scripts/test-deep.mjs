// `npm run test:deep`: fuzz, faults and load, each bounded in time; results are kept in test/results.
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { root, setUp } from "./setup.mjs";

const env = setUp();
const files = globSync("test/deep/*.test.ts", { cwd: root }).toSorted();
console.log(`deep: ${files.length} files`);
const { status } = spawnSync("node", ["--test", "--test-concurrency=1", ...files], {
  cwd: root,
  env,
  stdio: "inherit",
});
process.exitCode = files.length === 0 ? 1 : (status ?? 1);
