// One command of a longer run, with a line that says how it went.
import { spawnTree } from "./process-tree.mjs";
import { root } from "./setup.mjs";

/** Milliseconds that a command has to end by itself when its time is over. */
const GRACE = 10_000;

/**
 * Runs a command to its end and prints a line about it: `ok    types      8.1 s`. What it printed is shown if it failed,
 * or as it comes with `live`. One that takes longer than `minutes` is interrupted, and has failed. What it has started itself ends with it.
 */
export async function runStep({ name, command, args, env, cwd = root, live = false, minutes = 5 }) {
  const start = performance.now();
  const child = spawnTree(command, args, { cwd, env });
  const limit = endWithin(child, minutes * 60_000);
  const { code, output } = await outputOf(child, live);
  const late = limit();
  const ok = code === 0 && !late;
  if (!ok && !live) process.stdout.write(`\n${output.trimEnd()}\n\n`);
  if (late) console.log(`${name} took longer than ${minutes} minutes.`);
  console.log(`${ok ? "ok    " : "FAILED"}  ${name.padEnd(10)} ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return { ok };
}

/** Interrupts a process that runs for too long, then kills it; gives a function that ends the watch and tells about it. */
function endWithin(child, milliseconds) {
  let late = false;
  let kill;
  const interrupt = setTimeout(() => {
    late = true;
    child.kill("SIGINT");
    kill = setTimeout(() => child.stdin.end(), GRACE);
  }, milliseconds);
  return () => {
    clearTimeout(interrupt);
    clearTimeout(kill);
    return late;
  };
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
