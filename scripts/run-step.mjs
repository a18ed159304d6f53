// One command of a longer run, with a line that says how it went.
import { spawn } from "node:child_process";
import { root } from "./setup.mjs";

/**
 * Runs a command to its end and prints a line about it: `ok    types      8.1 s`. What it printed is shown if it failed,
 * or as it comes with `live`.
 */
export async function runStep({ name, command, args, env, live = false }) {
  const start = performance.now();
  const { code, output } = await outputOf(
    spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] }),
    live,
  );
  const ok = code === 0;
  if (!ok && !live) process.stdout.write(`\n${output.trimEnd()}\n\n`);
  console.log(`${ok ? "ok    " : "FAILED"}  ${name.padEnd(10)} ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return { ok, output };
}

function outputOf(child, live) {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
      if (live) process.stdout.write(chunk);
    });
  }
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ code: 1, output: `${error.message}\n` }));
    child.on("close", (code) => resolve({ code, output }));
  });
}
