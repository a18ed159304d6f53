import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { manualClock } from "../clock/manual-clock.ts";
import { logger } from "../plug/logger.ts";
import { TemporaryFiles } from "./temporary-files.ts";

test("a sweep removes old folders of uploads, and nothing else that stands beside them", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "uploads-sweep-"));
  t.after(() => rm(directory, { recursive: true }));
  for (const name of ["photos", "my-2024-album-of-mine", "elsewhere-12-abc123"]) {
    await mkdir(join(directory, name));
    await utimes(join(directory, name), new Date(0), new Date(0));
  }
  await new TemporaryFiles({ directory, log: logger({ level: "silent" }), clock: manualClock() }).sweep();
  assert.deepEqual((await readdir(directory)).toSorted(), ["my-2024-album-of-mine", "photos"]);
});
