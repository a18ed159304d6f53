import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, readdir, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { manualClock } from "../clock/manual-clock.ts";
import { logger } from "../plug/logger.ts";
import { diskWriter } from "./disk-writer.ts";
import { TemporaryFiles } from "./temporary-files.ts";

async function folder(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "uploads-sweep-"));
  t.after(() => rm(directory, { recursive: true }));
  return directory;
}
const filesIn = (directory: string, clock = manualClock()) =>
  new TemporaryFiles({ directory, log: logger({ level: "silent" }), clock });

test("a file can be read by this user alone, and has a name that nobody can guess", async (t) => {
  const files = filesIn(await folder(t));
  t.after(() => files.stop());
  const { path, handle } = await files.create();
  await handle.close();
  assert.match(path, /\/[\w-]{24}$/);
  const modes = [(await stat(path)).mode & 0o777, (await stat(dirname(path))).mode & 0o777];
  assert.deepEqual(modes, [0o600, 0o700]);
});

test("the end of a process removes its files and its folder; nothing is made any more", async (t) => {
  const directory = await folder(t);
  const files = filesIn(directory);
  const { handle } = await files.create();
  await files.stop();
  await handle.close();
  assert.deepEqual(await readdir(directory), []);
  await assert.rejects(files.create(), /has stopped/);
});

test("what a killed process has left is removed by the next one; what a running one has stays", async (t) => {
  const directory = await folder(t);
  const program = join(import.meta.dirname, "abandoned-file.fixture.ts");
  const started = async () => {
    const child = spawn(process.execPath, [program, directory], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "exit");
    t.after(async () => {
      child.kill("SIGKILL");
      await ended;
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    return { child, path: line.toString().trim() };
  };
  const [killed, running] = await Promise.all([started(), started()]);
  killed.child.kill("SIGKILL");
  await once(killed.child, "exit");
  assert.equal(await readFile(killed.path, "utf8"), "half of it");
  await filesIn(directory).sweep();
  assert.deepEqual(await readdir(directory), [dirname(running.path).split("/").at(-1)]);
  assert.equal(await readFile(running.path, "utf8"), "half of it");
});

test("a folder shows that its process is alive, for others that can't see it", async (t) => {
  const [directory, clock] = [await folder(t), manualClock()];
  const files = filesIn(directory, clock);
  t.after(() => files.stop());
  const { path, handle } = await files.create();
  await handle.close();
  await utimes(dirname(path), new Date(0), new Date(0));
  clock.advance(60 * 60 * 1000);
  for (const deadline = Date.now() + 5_000; (await stat(dirname(path))).mtimeMs < 1000;) {
    assert.ok(Date.now() < deadline, "the folder wasn't touched");
    await new Promise((resolve) => void setImmediate(resolve));
  }
});

test("a sweep removes old folders of uploads, and nothing else that stands beside them", async (t) => {
  const directory = await folder(t);
  for (const name of ["photos", "my-2024-album-of-mine", "elsewhere-12-abc123"]) {
    await mkdir(join(directory, name));
    await utimes(join(directory, name), new Date(0), new Date(0));
  }
  await filesIn(directory).sweep();
  assert.deepEqual((await readdir(directory)).toSorted(), ["my-2024-album-of-mine", "photos"]);
});

test("a file is written whole; its handler may have moved it away before it is removed", async (t) => {
  const directory = await folder(t);
  const files = filesIn(directory);
  t.after(() => files.stop());
  const writer = diskWriter(files);
  const state = (await writer.init(null as never)) as never; // It doesn't look at the entry.
  for (const chunk of ["one ", "two"]) await writer.writeChunk(state, Buffer.from(chunk));
  await writer.close?.(state, "done");
  const { path } = writer.meta(state);
  assert.equal(await readFile(path, "utf8"), "one two");
  await rm(path);
  await writer.dispose?.(state);
});
