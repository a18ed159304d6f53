import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseSource } from "../edit/source.ts";
import { TEMPLATES, plannedFiles, readTemplates } from "./template-folder.ts";
import { VERSION } from "./version.ts";

const generators = readdirSync(TEMPLATES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const versionsIn = (path: string): Readonly<Record<string, string>> => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path, "utf8"));
  return { ...dependencies, ...devDependencies };
};

test("every template is TypeScript as it stands", () => {
  for (const generator of generators) {
    for (const { path, text } of readTemplates(generator)) {
      if (path.endsWith(".ts")) assert.ok(parseSource(text), `${generator}/${path}`);
    }
  }
});

test("a new app takes the packages that this repository was tested with", () => {
  const root = join(TEMPLATES, "..", "..", "..");
  const known = {
    ...versionsIn(join(root, "package.json")),
    ...versionsIn(join(root, "packages/livegate/package.json")),
    ...versionsIn(join(root, "apps/teacher/package.json")),
    "livegate-cli": VERSION,
  };
  const taken = versionsIn(join(TEMPLATES, "app", "files", "package.json"));
  assert.deepEqual(
    Object.fromEntries(Object.keys(taken).map((name) => [name, known[name as keyof typeof known]])),
    taken,
  );
});

test("the package holds its templates", () => {
  const { files } = JSON.parse(readFileSync(join(TEMPLATES, "..", "package.json"), "utf8"));
  assert.ok(files.includes("templates"));
});

test("what npm would leave out has its own name in the app", () => {
  const paths = plannedFiles("app/files", { names: { app: "shop", App: "Shop" } }).map(({ path }) => path);
  assert.ok(paths.includes(".gitignore"));
  assert.ok(!paths.some((path) => path.includes("__")));
});
