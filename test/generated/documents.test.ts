import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { editsFrom } from "../../packages/livegate-cli/src/generate/template-edits.ts";
import { applyDiff, codeBlocks } from "../docs/code-blocks.ts";
import { generatedApp } from "./generated-app.ts";

const PAGE = fileURLToPath(new URL("../../docs/generators.md", import.meta.url));

/** The words of a line of a shell. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? "");

test("the commands of the page on generators do what it says, and its code compiles", async () => {
  const blocks = codeBlocks(await readFile(PAGE, "utf8"));
  const commands = blocks.flatMap(({ language, text }) => (language === "sh" ? text.trim().split("\n") : []));
  const [create = "", ...others] = commands.map(wordsOf);
  assert.deepEqual(create.slice(0, 3), ["npm", "create", "livegate"]);
  await using app = await generatedApp(create[3] ?? "");
  const router = () => readFile(join(app.path, "web/router.ts"), "utf8");
  const before = await router();
  let afterFirst = "";
  for (const [npx, livegate, ...args] of others) {
    assert.deepEqual([npx, livegate], ["npx", "livegate"]);
    const { code, output } = await app.livegate(...args);
    assert.equal(code, 0, output);
    afterFirst ||= await router();
  }
  const diffs = blocks.filter(({ language, file }) => language === "diff" && file === "web/router.ts");
  assert.equal(
    diffs.reduce((text, diff) => applyDiff(text, diff.text), before),
    afterFirst,
  );

  const edits = blocks.find(({ language, text }) => language === "ts" && text.includes("const children"));
  assert.equal(editsFrom(edits?.text ?? "").length, 6);

  const example = blocks.find(({ language, text }) => language === "ts" && text.includes("Catalog.createAlbum"));
  await app.write("example.ts", `${example?.text}export {};\n`);
  const types = await app.types();
  assert.equal(types.code, 0, types.output);
});
