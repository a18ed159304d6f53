import assert from "node:assert/strict";
import { once } from "node:events";
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { spawnTree } from "./process-tree.mjs";

const MODULE = new URL("process-tree.mjs", import.meta.url).href;

/** Starts two that spin, one of them in a group of its own, prints their ids, and goes on as it is told. */
const startsSpinning = (then: string): string => `
  const { spawn } = require("node:child_process");
  const spin = (detached) => spawn(process.execPath, ["--eval", "for (;;);"], { detached, stdio: "inherit" }).pid;
  console.log(spin(false) + " " + spin(true));
  ${then};
`;

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Waits until none of them runs any more, which the test's own limit of time ends. */
async function gone(pids: readonly number[]): Promise<void> {
  while (pids.some(isRunning)) await pause(10);
}

async function printedIds(stream: NodeJS.ReadableStream): Promise<readonly number[]> {
  const [line] = (await once(stream, "data")) as [Buffer];
  return String(line).trim().split(" ").map(Number);
}

test(
  "what spins below a command ends when its time is over, whatever group it is in",
  { timeout: 20_000 },
  async () => {
    const child = spawnTree(process.execPath, ["--eval", startsSpinning("for (;;)")], {});
    const pids = await printedIds(child.stdout);
    assert.equal(pids.every(isRunning), true);
    child.stdin.end();
    assert.deepEqual(await once(child, "close"), [null, "SIGKILL"]);
    await gone(pids);
  },
);

test("it ends with whoever started the command, even where that one is killed", { timeout: 20_000 }, async () => {
  const program = `import { spawnTree } from ${JSON.stringify(MODULE)};
    const child = spawnTree(process.execPath, ["--eval", ${JSON.stringify(startsSpinning("for (;;)"))}], {});
    child.stdout.pipe(process.stdout);`;
  const starter = spawn(process.execPath, ["--input-type=module", "--eval", program]);
  const pids = await printedIds(starter.stdout);
  assert.equal(pids.every(isRunning), true);
  starter.kill("SIGKILL");
  await gone(pids);
});

test(
  "a command that ends takes with it what it has left in its group, and gives its code",
  { timeout: 20_000 },
  async () => {
    const program = `require("node:child_process").spawn(process.execPath, ["--eval", "for (;;);"], { stdio: "inherit" }).unref();
    console.log("said"); process.exitCode = 7;`;
    const child = spawnTree(process.execPath, ["--eval", program], {});
    const said = text(child.stdout);
    assert.deepEqual(await once(child, "close"), [7, null]);
    assert.equal(await said, "said\n");
  },
);
