// `npm start`: sets everything up and runs Teacher, the example app, for development.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root, setUp } from "./setup.mjs";

const env = { NODE_ENV: "development", ...setUp() };
const command = join(root, "packages", "livegate-cli", "bin", "livegate.js");
const teacher = spawn("node", [command, "start"], { cwd: join(root, "apps", "teacher"), env, stdio: "inherit" });

// A terminal sends Ctrl-C to both, a process manager to this one only. Teacher minds the first one and stops.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => teacher.kill(signal));
teacher.on("exit", (code) => process.exit(code ?? 1));

// A SIGTERM to npm ends npm and its shell, which doesn't pass it on: this process is then somebody else's child.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && teacher.kill("SIGTERM"), 200).unref();
