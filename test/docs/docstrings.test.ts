import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type PublicName, examplesOf, publicNames } from "./docstrings.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const files = await readdir(join(ROOT, "packages/livegate/src"));
const doors = files.filter((file) => file.endsWith(".ts")).map((file) => file.replace(/(?:^index)?\.ts$/, ""));
const names = doors.flatMap(publicNames);
const examples = names.flatMap((name) =>
  examplesOf(name.docstring ?? "").map((code) => ({ name, code, isForBrowsers: name.door === "client" })),
);

// Inside the repository, so that imports resolve; hidden, so that nothing else takes it for sources.
let folder = "";
before(async () => (folder = await mkdtemp(join(import.meta.dirname, ".docstrings-"))));
after(() => rm(folder, { recursive: true }));

const called = ({ door, name, file }: PublicName): string => `${name} of livegate${door && `/${door}`} (${file})`;

test("whatever a door exports says in a sentence what it is", () => {
  const silent = names.filter(({ docstring }) => !/\w/.test(docstring ?? ""));
  assert.deepEqual(silent.map(called), []);
  assert.ok(names.length > 300);
});

test("every function that a door exports shows how it is used", () => {
  const bare = names.filter(({ isFunction, docstring }) => isFunction && examplesOf(docstring ?? "").length === 0);
  assert.deepEqual(bare.map(called), []);
});

test("the examples compile", async () => {
  const given = await declarations();
  await mkdir(join(folder, "client"));
  for (const [index, { name, code, isForBrowsers }] of examples.entries()) {
    const file = `${index}-${name.name}.ts`;
    await writeFile(join(folder, isForBrowsers ? "client" : "", file), moduleOf(name, code, given));
  }
  assert.equal(await complaints(folder, "tsconfig.json"), "");
  assert.equal(await complaints(join(folder, "client"), "packages/livegate/src/client/tsconfig.json"), "");
  assert.ok(examples.length > 100);
});

/** What the compiler says about the modules of a folder. */
async function complaints(of: string, base: string): Promise<string> {
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false };
  const config = { extends: join(ROOT, base), compilerOptions, include: ["*.ts"], exclude: [] };
  await writeFile(join(of, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(ROOT, "node_modules/.bin/tsc");
  const { stdout } = await promisify(execFile)(tsc, ["-p", of]).catch((error: unknown) => error as { stdout: string });
  return stdout;
}

/** What examples take for granted, by name: each top-level declaration of a file. */
async function declarations(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(new URL("examples-prelude.txt", import.meta.url), "utf8");
  const parts = text.split(/\n(?=(?:declare |interface |type |import |const ))/);
  return new Map(
    parts.map((part) => [
      /^(?:declare const|const|interface|type|import(?: \{)?(?: type)?) (\w+)/.exec(part)?.[1] ?? "",
      part,
    ]),
  );
}

/** An example as a module of its own: with imports of what it uses, and of the prelude what it doesn't declare itself. */
function moduleOf({ door }: PublicName, code: string, given: ReadonlyMap<string, string>): string {
  const imports = code.match(/^import .*$/gm) ?? [];
  const body = code
    .replaceAll(/^import .*\n/gm, "")
    .replaceAll(/^export default /gm, "void ")
    .replaceAll(/^export /gm, "");
  const needed = new Map<string, string>();
  const need = (text: string, isDeclared: (word: string) => boolean): void => {
    for (const [word] of text.matchAll(/(?<![\w"']|(?<!\.\.)\.)[A-Za-z_]\w*/g)) {
      if (needed.has(word) || isDeclared(word)) continue;
      // What an example calls is the door's function; `form.fields` is somebody's form.
      const own = new RegExp(`\\b${word}[(<]`).test(code) ? undefined : given.get(word);
      const source = own ?? importOf(word, door) ?? given.get(word);
      if (source === undefined) continue;
      needed.set(word, source);
      if (source === given.get(word)) need(source, (inner) => inner === word);
    }
  };
  need(code, (word) => new RegExp(`(?:const|let|function|using|interface|import .*?[{,]) ${word}\\b`).test(code));
  return `${[...imports, ...needed.values()].join("\n")}\nexport async function example() {\n${body}\n}\n`;
}

const isValue = (word: string): boolean => names.some(({ name, isType }) => name === word && !isType);

/** The import of a public name: from the example's own door where that has it. */
function importOf(word: string, door: string): string | undefined {
  const found = names.filter((each) => each.name === word && (each.door === "client") === (door === "client"));
  const from = (found.find((each) => each.door === door) ?? found[0])?.door;
  return from === undefined
    ? undefined
    : `import { ${isValue(word) ? "" : "type "}${word} } from "livegate${from && `/${from}`}";`;
}
