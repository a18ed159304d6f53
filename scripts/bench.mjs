// `npm run bench`: the benchmarks, with the arguments that are given: `npm run bench -- --quick`.
import { spawn } from "node:child_process";
import { root, setUp } from "./setup.mjs";

const args = ["bench/run.ts", ...process.argv.slice(2)];
spawn("node", args, { cwd: root, env: setUp(), stdio: "inherit" }).on("exit", (code) => process.exit(code ?? 1));
