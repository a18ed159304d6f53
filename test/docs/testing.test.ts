import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { codeBlocks } from "./code-blocks.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

// Inside the repository, so that imports resolve; hidden, so that nothing else takes it for sources.
let folder = "";
let tests = 0;
before(async () => {
  folder = await mkdtemp(join(import.meta.dirname, ".testing-"));
  await cp(join(import.meta.dirname, "testing-app"), join(folder, "web"), { recursive: true });
  const blocks = codeBlocks(await readFile(join(ROOT, "docs/testing.md"), "utf8"));
  // What the first block imports holds for the page.
  const shared = importsOf(blocks[0]?.text ?? "");
  for (const { file, text } of blocks) {
    assert.ok(file, `a block names no file:\n${text}`);
    const isTest = file.endsWith(".test.ts");
    const missing = isTest && text !== blocks[0]?.text ? shared : "";
    await put(file, missing + text);
    tests += text.match(/^test\(/gm)?.length ?? 0;
  }
});
after(() => rm(folder, { recursive: true }));

const importsOf = (code: string): string => (code.match(/^import .*\n/gm) ?? []).join("");

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

test("the code of the page on testing compiles", async () => {
  assert.equal(await complaints(), "");
});

/** What the compiler says about the page's app. */
async function complaints(): Promise<string> {
  const compilerOptions = { noUnusedLocals: false };
  const config = { extends: join(ROOT, "tsconfig.json"), compilerOptions, include: ["web/**/*.ts"], exclude: [] };
  await put("tsconfig.json", JSON.stringify(config));
  const tsc = join(ROOT, "node_modules", ".bin", "tsc");
  const { stdout } = await run(tsc, ["-p", folder]).catch((error: unknown) => error as { stdout: string });
  return stdout;
}

/** What the examples in the kit's own documentation take for granted. */
const given = `import assert from "node:assert/strict";
import { join } from "node:path";
import type { Guard, Router, TopicRef } from "livegate";
import type { App } from "livegate/endpoint";
import { type BrowserPage, type SignIn, type TestPage, TestApp, expectGuarded, letInWithoutSession, testApp } from "livegate/testing";
import { pubsub } from "#web/news";
import { paths as pages } from "#web/paths";
declare const albumsTopic: () => TopicRef<{ readonly added: string }>;
const paths = { ...pages, admin: pages.audit };
declare const router: Router, app: App, requireUser: Guard, requireAdmin: Guard, asReader: SignIn, notMine: number, png: Uint8Array;
`;

test("the examples in the documentation of what the door exports compile", async () => {
  const source = join(ROOT, "packages/livegate/src/testing");
  let count = 0;
  for (const file of globSync("**/*.ts", { cwd: source })) {
    for (const example of examplesIn(await readFile(join(source, file), "utf8"))) {
      count += 1;
      const names = ["site: TestApp", "page: TestPage & BrowserPage"].filter(
        (name) => !new RegExp(`(?:const|using) ${name.split(":")[0]}\\b`).test(example),
      );
      const declared = names.map((name) => `declare const ${name};\n`).join("");
      await put(`web/examples/${count}.ts`, `${given}${declared}${example}\nexport {};\n`);
    }
  }
  assert.ok(count >= 7, `${count} examples`);
  assert.equal(await complaints(), "");
});

/** The examples of docstrings. */
const examplesIn = (source: string): readonly string[] =>
  [...source.matchAll(/@example\n((?:\s+\* .*\n)+)/g)].map(([, lines = ""]) => lines.replaceAll(/^\s+\* /gm, ""));

test("every test of the page on testing passes", async () => {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const args = ["--test", "--test-isolation=none", "--test-reporter=tap", "web/**/*.test.ts"];
  const { stdout } = await run(process.execPath, args, { cwd: folder, env }).catch(
    (error: unknown) => error as { stdout: string },
  );
  assert.match(stdout, new RegExp(`# pass ${tests}\n# fail 0\n`), stdout);
});
