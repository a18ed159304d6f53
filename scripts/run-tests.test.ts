import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const RUNNER = new URL("run-tests.mjs", import.meta.url).href;

const passing = `import { test } from "node:test"; test("adds", () => {});`;

interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly lastLine: string;
}

/** What the runner makes of a folder with these files of tests. */
async function runFiles(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  how = "concurrency: 1",
) {
  const folder = await mkdtemp(join(tmpdir(), "livegate-tests-"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const options = `{ name: "units", globs: [${JSON.stringify(`${folder}/*.test.mjs`)}], ${how}, env: process.env }`;
  const program = `import { conclude, runTests } from ${JSON.stringify(RUNNER)}; conclude([await runTests(${options})]);`;
  // Set by the runner that runs this file, and read by the one that it starts.
  const { NODE_TEST_CONTEXT: _, CI: __, ...inherited } = process.env;
  const outcome = await new Promise<Outcome>((resolve) => {
    const args = ["--input-type=module", "--eval", program];
    execFile(process.execPath, args, { env: { ...inherited, ...env } }, (error, output) => {
      resolve({ code: Number(error?.code ?? 0), output, lastLine: output.trimEnd().split("\n").at(-1) ?? "" });
    });
  });
  await rm(folder, { recursive: true });
  return outcome;
}

test("passed tests are counted in the last line", async () => {
  const { code, lastLine } = await runFiles({ "a.test.mjs": passing, "b.test.mjs": passing });
  assert.equal(lastLine, "2 passed, 0 failed");
  assert.equal(code, 0);
});

test("a failed test is shown with its place and what was wrong", async () => {
  const failing = `import { test } from "node:test"; import assert from "node:assert/strict";
test("is two", () => assert.equal(1, 2));`;
  const { code, output, lastLine } = await runFiles({ "a.test.mjs": passing, "b.test.mjs": failing });
  assert.equal(lastLine, "1 passed, 1 failed");
  assert.equal(code, 1);
  assert.match(output, /✖ is two\n +\S*b\.test\.mjs:2\n[^]*1 !== 2/);
});

test("a file that can't be loaded is a failure that says why", async () => {
  const { code, output, lastLine } = await runFiles({
    "a.test.mjs": passing,
    "b.test.mjs": `throw new Error("no way");`,
  });
  assert.equal(lastLine, "1 passed, 1 failed");
  assert.equal(code, 1);
  assert.match(output, /b\.test\.mjs[^]*Error: no way/);
});

test("a test that hangs, and a file that never ends, are cut off and fail", async () => {
  const hanging = `import { test } from "node:test"; test("waits", () => new Promise(() => {})); setInterval(() => {}, 1000);`;
  const { code, output, lastLine } = await runFiles(
    { "a.test.mjs": passing, "b.test.mjs": hanging },
    {},
    "concurrency: 1, minutes: 0.08, testMinutes: 0.01",
  );
  assert.equal(lastLine, "1 passed, 1 failed");
  assert.equal(code, 1);
  assert.match(output, /✖ waits\n[^]*timed out/);
  assert.match(output, /✖ \S*b\.test\.mjs\n +It was still running/);
});

test("a skipped test is counted, and is a failure where everything can be had", async () => {
  const skipped = `import { test } from "node:test"; test("later", { skip: "there is no moon" }, () => {});`;
  const files = { "a.test.mjs": passing, "b.test.mjs": skipped };
  const here = await runFiles(files);
  assert.equal(here.lastLine, "1 passed, 0 failed, 1 skipped");
  assert.match(here.output, /later: left out, there is no moon/);
  assert.equal(here.code, 0);
  const there = await runFiles(files, { CI: "true" });
  assert.equal(there.code, 1);
  assert.equal(there.lastLine, "1 passed, 1 failed, 1 skipped");
  assert.match(there.output, /Tests were skipped, which counts as a failure/);
});

test("no test at all is a failure", async () => {
  const { code, lastLine } = await runFiles({});
  assert.equal(code, 1);
  assert.equal(lastLine, "0 passed, 1 failed");
});

test("files that share a process get a line each, and what one of them leaves behind is a failure that names it", async () => {
  const sound = await runFiles({ "a.test.mjs": passing, "b.test.mjs": passing }, {}, "together: true");
  assert.equal(sound.lastLine, "2 passed, 0 failed");
  assert.match(sound.output, /✔ +1 .*a\.test\.mjs\n✔ +1 .*b\.test\.mjs\n/);
  for (const [statement, what, counts] of [
    ["setInterval(() => {}, 1000)", "Timeout 1", "0 passed, 1 failed"],
    ["globalThis.mine = 1", "the global mine", "2 passed, 1 failed"],
    ['process.env.MINE = "1"', "the variable MINE=1", "2 passed, 1 failed"],
    ["Math.random = () => 0", "another Math.random", "2 passed, 1 failed"],
  ] as const) {
    const leaving = `import { test } from "node:test"; test("leaves", () => { ${statement}; });`;
    const files = { "a.test.mjs": leaving, "b.test.mjs": passing };
    const { code, output, lastLine } = await runFiles(files, {}, "together: true");
    assert.deepEqual([code, lastLine], [1, counts], output);
    assert.ok(output.includes(`a.test.mjs leaves behind: ${what}`), output);
  }
});
