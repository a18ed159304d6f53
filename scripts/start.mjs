// `npm start`: sets everything up and runs Teacher, the example app, for development.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root, setUp } from "./setup.mjs";

const env = setUp();
const command = join(root, "packages", "livegate-cli", "bin", "livegate.js");
const teacher = spawn("node", [command, "start"], { cwd: join(root, "apps", "teacher"), env, stdio: "inherit" });

// The terminal sends Ctrl-C to both: Teacher ends by itself, and this process with it.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => signal === "SIGTERM" && teacher.kill(signal));
teacher.on("exit", (code) => process.exit(code ?? 1));
