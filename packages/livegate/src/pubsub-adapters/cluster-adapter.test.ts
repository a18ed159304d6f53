import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);

test(
  "a worker that stands still is spared more than may wait for it, and knows afterwards that it has missed something",
  { timeout: 60_000, skip: process.platform === "win32" && "there is no SIGSTOP" },
  async () => {
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, "cluster-stuck.fixture.ts")]);
    assert.deepEqual(JSON.parse(stdout), { all: false, missed: true });
  },
);

test(
  "workers of one machine hear each other in the order of each, by way of their primary",
  { timeout: 60_000 },
  async () => {
    const program = join(import.meta.dirname, "cluster-worker.fixture.ts");
    const { stdout } = await run(process.execPath, [program]);
    const said = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    assert.deepEqual(
      said,
      Array.from({ length: 3 }, () => ({ inOrder: true, missed: 0, state: "connected" })),
    );
  },
);
