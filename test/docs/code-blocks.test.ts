import assert from "node:assert/strict";
import { test } from "node:test";
import { applyDiff, codeBlocks, givenCode } from "./code-blocks.ts";

const page = `# Page
<!-- given
declare const x: number;
-->
\`\`\`ts
// web/a.ts
const a = x;
\`\`\`
text
\`\`\`diff
-const b = 1;
\`\`\`
`;

test("blocks are found with their language, their file and their line", () => {
  assert.deepEqual(codeBlocks(page), [
    { language: "ts", file: "web/a.ts", text: "const a = x;\n", line: 5 },
    { language: "diff", file: null, text: "-const b = 1;\n", line: 10 },
  ]);
});

test("what a page takes for granted is read, and is nothing where it says nothing", () => {
  assert.equal(givenCode(page), "declare const x: number;\n");
  assert.equal(givenCode("# Page\n"), "");
});

test("a diff puts lines in and takes lines out", () => {
  assert.equal(applyDiff("a\nb\nc\n", " a\n-b\n+$&\n"), "a\n$&\nc\n");
});

test("a diff whose lines aren't there, or are there twice, is refused", () => {
  assert.throws(() => applyDiff("a\n", " b\n+c\n"), /0 times/);
  assert.throws(() => applyDiff("a\na\n", " a\n+c\n"), /2 times/);
});
