// `npm start`: sets everything up and runs Teacher, the example app, for development.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root, setUp } from "./setup.mjs";

const env = { NODE_ENV: "development", ...setUp() };
const command = join(root, "packages", "livegate-cli", "bin", "livegate.js");
const teacher = spawn("node", [command, "start"], { cwd: join(root, "apps", "teacher"), env, stdio: "inherit" });

// A terminal sends Ctrl-C to npm, to this process and to Teacher, a process manager to npm only, which hands it on: `exec` in
// package.json leaves no shell between them that would keep it. Teacher minds the first signal and stops.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => teacher.kill(signal));
teacher.on("exit", (code) => process.exit(code ?? 1));
