// For test files that share one process: fails the run where one leaves something behind that the next would find.
import { after, beforeEach } from "node:test";
import { relative } from "node:path";
import { setImmediate as turn } from "node:timers/promises";

/** Milliseconds within which what a test has closed goes. */
const SETTLES_WITHIN = 1000;

/** What tests replace. */
const replaceable = () => ({
  Date,
  clearInterval,
  clearTimeout,
  fetch,
  setImmediate,
  setInterval,
  setTimeout,
  "Math.random": Math.random,
  "console.error": console.error,
  "console.log": console.log,
  "console.warn": console.warn,
  "performance.now": performance.now,
});
const ORIGINAL = replaceable();

/** What lives longer than the test that made it, and would keep a process of its own from ending. */
const running = () =>
  process.getActiveResourcesInfo().filter((name) => /Timeout|Server|Worker|Process|Watch|MessagePort/.test(name));

/** All that files have in common, as lines that can be compared. */
const state = () => [
  ...Object.getOwnPropertyNames(globalThis).map((name) => `the global ${name}`),
  ...Object.entries(process.env).map(([name, value]) => `the variable ${name}=${value}`),
  // Logs and temporary databases wait for the end of the process, each once for all of them.
  ...process
    .eventNames()
    .filter((name) => name !== "exit" && name !== "beforeExit")
    .map((name) => `${process.listenerCount(name)} listeners for ${String(name)}`),
  `the directory ${process.cwd()}`,
  ...Object.entries(replaceable())
    .filter(([name, value]) => ORIGINAL[name] !== value)
    .map(([name]) => `another ${name}`),
  ...running().map((name, index) => `${name} ${index + 1}`),
];

const left = [];
let file;
let before;

async function lookBack() {
  const fresh = () => state().filter((line) => !before.includes(line));
  const deadline = performance.now() + SETTLES_WITHIN;
  while (fresh().length > 0 && performance.now() < deadline) await turn();
  if (fresh().length > 0) left.push(`${relative(process.cwd(), file)} leaves behind: ${fresh().join(", ")}`);
}

beforeEach(async ({ filePath }) => {
  if (filePath === file) return;
  if (file) await lookBack();
  file = filePath;
  before = state();
});

after(async () => {
  if (file) await lookBack();
  if (left.length === 0) return;
  if (running().length === 0) throw new Error(left.join("\n"));
  // What runs keeps the process from ending, and the runner from telling what failed.
  console.error(`✖ ${left.join("\n✖ ")}`);
  process.exit(1);
});
