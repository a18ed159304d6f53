import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { testApp } from "livegate/testing";
import { applyDiff, codeBlocks, givenCode } from "./code-blocks.ts";
import { viewApp } from "./view-app.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGES = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "docs/live-views.md",
  "docs/uploads.md",
  "docs/templates.md",
  "docs/components.md",
  "docs/forms.md",
  "docs/databases.md",
  "docs/monitoring.md",
  "docs/nodes.md",
  "docs/attack.md",
];
const GUIDE = "docs/start.md";

// Inside the repository, so that imports resolve; hidden, so that nothing else takes it for sources.
let folder = "";
before(async () => (folder = await mkdtemp(join(import.meta.dirname, ".compiled-"))));
after(() => rm(folder, { recursive: true }));

const read = (page: string): Promise<string> => readFile(join(ROOT, page), "utf8");

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

/** Each TypeScript block of a page as a module of its own, named after the page and the block's line. */
async function putBlocks(page: string): Promise<void> {
  const text = await read(page);
  for (const { language, text: code, line } of codeBlocks(text)) {
    if (language !== "ts") continue;
    await put(`${basename(page, ".md")}-${line}.ts`, `${givenCode(text)}${code}export {};\n`);
  }
}

/** Teacher as it is after each part of the guide: a part ends where a file is about to be written again. */
async function putGuide(): Promise<void> {
  const files = new Map<string, string>();
  let part = 1;
  await copyTeacher(part);
  for (const { language, file, text } of codeBlocks(await read(GUIDE))) {
    if (file === null) continue;
    if (language === "ts" && files.has(file)) {
      part += 1;
      await copyTeacher(part);
      for (const [earlier, written] of files) await put(`teacher-${part}/${earlier}`, written);
    }
    const former = files.get(file) ?? (language === "diff" ? await read(`apps/teacher/${file}`) : "");
    const written = language === "diff" ? applyDiff(former, text) : text;
    files.set(file, written);
    await put(`teacher-${part}/${file}`, written);
  }
  assert.equal(part, 3, "the guide's counter is written three times");
}

const copyTeacher = (part: number): Promise<void> =>
  cp(join(ROOT, "apps", "teacher"), join(folder, `teacher-${part}`), {
    recursive: true,
    filter: (path) => !/\.test\.ts$|\.db|[\\/](?:public|node_modules|\.livegate)$/.test(path),
  });

test("the code in the documents compiles", async () => {
  for (const page of PAGES) await putBlocks(page);
  await putGuide();
  await put(
    "tsconfig.json",
    JSON.stringify({
      extends: "../../../tsconfig.json",
      compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
      include: ["**/*.ts"],
      exclude: ["**/client"],
    }),
  );
  const tsc = join(ROOT, "node_modules", ".bin", "tsc");
  const { stdout } = await promisify(execFile)(tsc, ["-p", folder]).catch(
    (error: unknown) => error as { stdout: string },
  );
  assert.equal(stdout, "");
});

test("the README's example does what it says", async () => {
  const example = codeBlocks(await read("README.md")).find(({ language }) => language === "ts");
  await put("readme.ts", example?.text ?? "");
  const { CounterLive } = await import(join(folder, "readme.ts"));
  await using site = testApp(viewApp(CounterLive));
  const page = await site.visit("/");
  assert.equal(page.html("button"), '<button phx-click="more">Clicked 0 times</button>');
  await page.element("button").click();
  await page.element("button").click();
  assert.deepEqual(page.lastDiff?.diff, { 1: "2" });
  assert.equal(page.text("button"), "Clicked 2 times");
});

test("two pages of the guide's counter count together", async () => {
  const { CounterLive } = await import(join(folder, "teacher-3/web/live/counter/counter-live.ts"));
  const { pubsub } = await import(join(folder, "teacher-3/domain/pubsub.ts"));
  await using site = testApp(viewApp(CounterLive, pubsub));
  const [mine, yours] = [await site.visit("/"), await site.visit("/")];
  assert.equal(mine.text("h1"), "0");
  await mine.push("step", { by: "10" });
  const change = { 0: "10", t: "Counted to 10" };
  assert.deepEqual([mine.lastDiff?.diff, yours.lastDiff?.diff, yours.text("h1")], [change, change, "10"]);
  assert.equal((await mine.push("step", { by: "11" })).refused, "invalid_payload");
});
