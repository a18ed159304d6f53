import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { buildAssets } from "../../packages/livegate-cli/src/assets/build-assets.ts";
import { codeBlocks } from "./code-blocks.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TSC = join(ROOT, "node_modules", ".bin", "tsc");

// Inside the repository, so that imports resolve; hidden, so that nothing else takes it for sources.
let folder = "";
before(async () => {
  folder = await mkdtemp(join(import.meta.dirname, ".compiled-js-"));
  for (const { file, text } of codeBlocks(await readFile(join(ROOT, "docs/javascript.md"), "utf8")))
    await put(file ?? assert.fail(`a block names no file:\n${text}`), `${text}export {};\n`);
});
after(() => rm(folder, { recursive: true }));

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

/** What the compiler says about some files of the page's app. */
async function complaints(base: string, include: string): Promise<string> {
  const config = { extends: join(ROOT, base), include: [include], exclude: [] };
  await put("tsconfig.json", JSON.stringify(config));
  const { stdout } = await promisify(execFile)(TSC, ["-p", folder]).catch(
    (error: unknown) => error as { stdout: string },
  );
  return stdout;
}

test("what the page writes for the server compiles, and so does what it writes for the browser", async () => {
  assert.equal(await complaints("tsconfig.json", "web/**/*.ts"), "");
  assert.equal(await complaints("packages/livegate/src/client/tsconfig.json", "client/**/*.ts"), "");
});

test("the types of a hook refuse what its events don't say", async () => {
  await put(
    "wrong/hooks.ts",
    `import { hook } from "livegate/client";
import type { ChartEvents } from "../web/live/chart/chart-events.ts";
hook<ChartEvents>({
  mounted() {
    // @ts-expect-error: no such event is pushed.
    void this.pushEvent("zoomed", { from: 1, to: 2 });
    // @ts-expect-error: the payload lacks a member.
    void this.pushEvent("zoom", { from: 1 });
    // @ts-expect-error: the reply has another member.
    void this.pushEvent("zoom", { from: 1, to: 2 }).then(({ total }) => total);
    // @ts-expect-error: no such event is handled.
    this.handleEvent("point", () => {});
    // @ts-expect-error: the payload is a list of numbers.
    this.handleEvent("points", ({ points }) => points.toUpperCase());
  },
});
// @ts-expect-error: no hook has such a callback.
hook({ mount() {} });
`,
  );
  assert.equal(await complaints("packages/livegate/src/client/tsconfig.json", "wrong/*.ts"), "");
});

test("the page's entry is bundled with its hook", async () => {
  await put("client/app.css", "");
  await buildAssets({ appDir: folder, minify: true });
  const manifest = JSON.parse(await readFile(join(folder, "public/assets/manifest.json"), "utf8")) as Record<
    string,
    string
  >;
  assert.match(await readFile(join(folder, "public", manifest["/assets/app.js"] ?? ""), "utf8"), /Zooming was refused/);
});
