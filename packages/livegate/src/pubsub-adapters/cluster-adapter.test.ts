import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

test(
  "workers of one machine hear each other in the order of each, by way of their primary",
  { timeout: 60_000 },
  async () => {
    const program = join(import.meta.dirname, "cluster-worker.fixture.ts");
    const { stdout } = await promisify(execFile)(process.execPath, [program]);
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
