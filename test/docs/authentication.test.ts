import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { applyDiff, codeBlocks } from "./code-blocks.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const COMMAND = join(ROOT, "packages/livegate-cli/bin/livegate.js");
const PAGE = await readFile(join(ROOT, "docs/authentication.md"), "utf8");

const GUARDED = "guards: [requireAuthenticatedUser], layout";

// Inside the repository, so that imports resolve; hidden, so that nothing else takes it for sources.
let folder = "";
before(async () => {
  folder = await mkdtemp(join(import.meta.dirname, ".authentication-"));
  await cp(join(ROOT, "test/episode/starter"), folder, { recursive: true });
  const [written = ""] = /livegate (gen auth .*)/.exec(PAGE)?.slice(1) ?? [];
  await livegate(...written.split(" "), "--yes");
});
after(() => rm(folder, { recursive: true }));

/** Runs the command in the page's app. */
async function livegate(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...args], { cwd: folder });
  return stdout;
}

const read = (file: string): Promise<string> => readFile(join(folder, file), "utf8");

const isTest = (file: string | null): boolean => file?.endsWith(".test.ts") === true;

test("what the page shows is what the command writes, or stands in Teacher", async () => {
  const shown = codeBlocks(PAGE).filter(({ language, file }) => language === "ts" && file !== null && !isTest(file));
  for (const { file, text, line } of shown) {
    const source = file?.startsWith("apps/") ? await readFile(join(ROOT, file), "utf8") : await read(file ?? "");
    assert.ok(source.includes(text), `line ${line} isn't in ${file}`);
  }
  assert.ok(shown.length >= 9);
});

test("with the page's one line the albums are guarded, and the rest compiles: roles too", async () => {
  const change = codeBlocks(PAGE).find(({ language }) => language === "diff");
  assert.equal(change?.file, "web/router.ts");
  await writeFile(join(folder, "web/router.ts"), applyDiff(await read("web/router.ts"), change.text));
  const routes = codeBlocks(PAGE).find(({ language }) => language === "text");
  assert.ok((await livegate("routes")).includes(routes?.text ?? assert.fail("no table")));

  const own = codeBlocks(PAGE).filter(({ language, file }) => language === "ts" && file === null);
  const imports = [
    'import { guard, halt } from "livegate";',
    'import { Accounts } from "#domain/accounts/accounts";',
    'import type { Scope } from "#domain/accounts/scope";',
    'import { requireAuthenticatedUser } from "./user-auth.ts";',
  ];
  await writeFile(join(folder, "web/own.ts"), [...imports, ...own.map(({ text }) => text)].join("\n"));
  await writeFile(
    join(folder, "tsconfig.json"),
    `{ "extends": ${JSON.stringify(join(ROOT, "tsconfig.json"))}, "include": ["web/**/*.ts"] }`,
  );
  const tsc = join(ROOT, "node_modules/.bin/tsc");
  const { stdout } = await promisify(execFile)(tsc, ["-p", folder]).catch(
    (error: unknown) => error as { stdout: string },
  );
  assert.equal(stdout, "");
});

test("the page's own test passes where the albums are guarded, and fails where they aren't", async () => {
  const shown = codeBlocks(PAGE).find(({ file }) => isTest(file));
  const file = shown?.file ?? assert.fail("no test");
  await writeFile(join(folder, file), shown?.text ?? "");
  const run = (): Promise<unknown> =>
    promisify(execFile)(process.execPath, ["--test", file], { cwd: folder, env: { PATH: process.env["PATH"] } });
  await run();
  const guarded = await read("web/router.ts");
  await writeFile(join(folder, "web/router.ts"), guarded.replace(GUARDED, "public: true, layout"));
  await assert.rejects(run());
  await writeFile(join(folder, "web/router.ts"), guarded);
});
