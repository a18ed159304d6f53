import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const promises = join(import.meta.dirname, "promises");
const directive = /^\s*\/\/ @ts-expect-error\b(?: -- (.+))?/;

/** A wrong use of the types that has to be an error: on this line, once nothing expects it. */
interface Wrong {
  readonly line: number;
  readonly why: string;
}

/**
 * The files in `promises` type-check only if each wrong use in them is an error. Here the same files are checked with
 * those expectations taken away, so that none of them can have become an empty phrase.
 */
describe("every promise of the types", async () => {
  const files = (await readdir(promises)).filter((file) => file.endsWith(".ts"));
  const wrong = new Map<string, readonly Wrong[]>();
  for (const file of files) wrong.set(file, wrongUses(await readFile(join(promises, file), "utf8")));
  let output = "";
  let errors: ReadonlyMap<string, readonly number[]> = new Map();
  let directory = "";

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "livegate-types-"));
    output = await checkWithoutDirectives(directory, files);
    errors = linesOf(output);
  });
  after(() => rm(directory, { recursive: true, force: true }));

  it("costs the compiler little: recorded, not judged", (t) => {
    const [, instantiations, seconds] = /Instantiations:\s+(\d+)[^]*Check time:\s+([\d.]+)s/.exec(output) ?? [];
    t.diagnostic(`${instantiations} instantiations, checked in ${seconds} s`);
    assert.ok(Number(instantiations) > 0);
  });

  it("is made: there are some sixty", () => {
    const count = [...wrong.values()].reduce((sum, { length }) => sum + length, 0);
    assert.ok(count >= 60, `${count} wrong uses`);
  });

  for (const [file, uses] of wrong) {
    for (const { line, why } of uses) {
      it(`is kept in ${file}: ${why}`, () => {
        assert.ok(errors.get(file)?.includes(line), `${file}:${line} is no error`);
      });
    }
    it(`holds for right uses in ${file}: no other error`, () => {
      const expected = new Set(uses.map(({ line }) => line));
      assert.deepEqual(errors.get(file)?.filter((line) => !expected.has(line)) ?? [], []);
    });
  }
});

function wrongUses(text: string): readonly Wrong[] {
  return text.split("\n").flatMap((content, at) => {
    const found = directive.exec(content);
    if (!found) return [];
    assert.ok(found[1], `line ${at + 1} says after -- what it expects`);
    return [{ line: at + 2, why: found[1] }];
  });
}

/** What the compiler says of copies without the directives; line numbers stay. */
async function checkWithoutDirectives(directory: string, files: readonly string[]): Promise<string> {
  await symlink(join(root, "node_modules"), join(directory, "node_modules"));
  await writeFile(join(directory, "package.json"), '{"type":"module"}');
  for (const file of files) {
    const text = await readFile(join(promises, file), "utf8");
    const bare = text.split("\n").map((line) => (directive.test(line) ? "" : line));
    await writeFile(join(directory, file), bare.join("\n"));
  }
  const tsconfig = { extends: join(root, "tsconfig.json"), include: ["*.ts"], exclude: [] };
  await writeFile(join(directory, "tsconfig.json"), JSON.stringify(tsconfig));
  return tscOutput(["-p", directory, "--pretty", "false", "--extendedDiagnostics"], directory);
}

/** The lines with errors, by file. */
function linesOf(output: string): ReadonlyMap<string, readonly number[]> {
  const lines = new Map<string, number[]>();
  for (const [, file = "", line] of output.matchAll(/^([\w.-]+\.ts)\((\d+),\d+\): error/gm)) {
    lines.set(file, [...(lines.get(file) ?? []), Number(line)]);
  }
  return lines;
}

// tsc exits with an error: that is what is wanted here.
function tscOutput(args: readonly string[], cwd: string): Promise<string> {
  const tsc = join(root, "node_modules/.bin/tsc");
  return new Promise((resolve) =>
    execFile(tsc, args, { cwd, maxBuffer: 1 << 24 }, (_error, stdout) => resolve(stdout)),
  );
}
