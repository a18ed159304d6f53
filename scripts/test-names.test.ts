import assert from "node:assert/strict";
import { test } from "node:test";
import { isAmong, testNamesIn } from "./test-names.ts";

const source = `
import { describe, it, test } from "node:test";
test("alone", () => {});
describeOnEach("a group", () => {
  it(\`takes \${what} and gives \${other}\`, () => {});
  it.skip("left out", { skip: true }, () => {});
  for (const name of names) it(name, () => {});
});
expect("no test");
`;

test("names are those of tests and groups, with a … where something is filled in", () => {
  assert.deepEqual(testNamesIn("a.test.ts", source), ["alone", "a group", "takes … and gives …", "left out", "…"]);
});

test("a name that was told is among them where it fits one of them whole", () => {
  const names = ["is (really) a|b", "takes … and gives …"];
  for (const told of ["is (really) a|b", "takes 1 and gives 2"]) assert.ok(isAmong(names, told), told);
  for (const told of ["is (really) a", "it takes 1 and gives 2", "is really a"]) assert.ok(!isAmong(names, told), told);
});
